package dev.vernier.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.io.Npy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A net travels to executors with its layers: each kind of state they keep must arrive. */
class SerializedLayersTest {
  private static final int CASES = 4;

  static Stream<OneLayerNet> nets() {
    return Stream.of(
        OneLayerNet.of("Convolution", "0=1 1=2 4=1 5=1 6=8 9=3 -23310=2,0.0,9.0")
            .weights(1, 2, 3, 4, 5, 6, 7, 8)
            .raw(0.5f),
        OneLayerNet.of("Convolution", "0=1 1=1 6=2 8=1").int8Weights(1, 2).raw(3).raw(4),
        OneLayerNet.of("ConvolutionDepthWise", "0=2 1=1 6=2 7=2").weights(1, 2),
        OneLayerNet.of("Deconvolution", "0=1 1=2 3=2 6=8").weights(1, 2, 3, 4, 5, 6, 7, 8),
        OneLayerNet.of("InnerProduct", "0=1 2=12").weights(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
        OneLayerNet.of("Crop", "19=\"1\" 20=\"+(0w,0.5)\" 21=\"-1\""),
        OneLayerNet.of("Reshape", "6=\"*(0w,0h),0c\""),
        OneLayerNet.of("Interp", "0=2 9=\"*(0w,2),0h\""),
        OneLayerNet.of("Squeeze", "-23303=1,0"),
        OneLayerNet.of("Permute", "0=4"),
        OneLayerNet.of("HardSwish", "0=0.1"),
        OneLayerNet.of("BatchNorm", "0=2").raw(2, 3).raw(1, 2).raw(4, 16).raw(5, 6),
        OneLayerNet.of("LayerNorm", "0=3").raw(1, 2, 3).raw(4, 5, 6),
        OneLayerNet.of("Softmax", "0=-1 1=1"),
        OneLayerNet.of("BinaryOp", "0=6 1=1 2=2.0"),
        OneLayerNet.of("Pooling", "0=1 1=2 2=2 3=1"));
  }

  @ParameterizedTest
  @MethodSource("nets")
  void givesTheSameAfterTheJourney(OneLayerNet made) throws Exception {
    Net net = made.net();
    Mat before = run(net);
    Mat after = run(copy(net));
    assertThat(after.describe()).isEqualTo(before.describe());
    assertThat(OneLayerNet.values(after)).isEqualTo(OneLayerNet.values(before));
  }

  static Stream<Path> zips() throws Exception {
    return LayerGoldensTest.zips().stream();
  }

  @ParameterizedTest
  @MethodSource("zips")
  void everyTypeGivesTheSameAfterTheJourney(Path zip) throws Exception {
    for (GoldenCase golden : GoldenCase.sample(zip, CASES)) {
      Mat before = run(golden.net(), golden.inputs());
      Mat after = run(copy(golden.net()), golden.inputs());
      assertThat(after.toString()).as("%s", golden).isEqualTo(before.toString());
      assertThat(npy(after)).as("%s", golden).isEqualTo(npy(before));
    }
  }

  private static byte[] npy(Mat mat) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Npy.write(mat, bytes);
    return bytes.toByteArray();
  }

  private static Mat run(Net net) {
    return run(net, List.of(OneLayerNet.counting(3, 3, 2, 1, 2)));
  }

  private static Mat run(Net net, List<Mat> inputs) {
    Extractor extractor = net.extractor(Option.defaults().withKernels(OneLayerNet.provider()));
    for (int i = 0; i < inputs.size(); i++) {
      extractor.input("in" + i, inputs.get(i));
    }
    return extractor.extract("out0");
  }

  private static Net copy(Net net) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(net);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Net) in.readObject();
    }
  }
}

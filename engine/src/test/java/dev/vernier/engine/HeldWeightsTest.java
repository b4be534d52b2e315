package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.io.ParamReader;
import dev.vernier.engine.io.RandomWeights;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.layer.LayerRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kernels hold the weights of is not held twice, and still there for everybody else. */
class HeldWeightsTest {
  private static final String NET =
      """
      7767517
      7 7
      Input in 0 1 in
      Convolution window 1 1 in window 0=40 1=3 4=1 5=1 6=2880
      Convolution tiles 1 1 window tiles 0=32 1=3 4=1 5=1 6=11520
      ConvolutionDepthWise groups 1 1 tiles groups 0=24 1=1 5=1 6=384 7=2
      Convolution point 1 1 groups point 0=13 1=1 2=1 5=1 6=312
      Pooling mean 1 1 point mean 0=1 4=1
      InnerProduct dense 1 1 mean out 0=5 1=1 2=65
      """;

  @TempDir Path folder;
  private StoredNet stored;
  private Net net;

  @BeforeEach
  void make() throws IOException {
    Path param = Files.writeString(folder.resolve("net.param"), NET);
    LayerRegistry registry = LayerRegistry.builtin();
    stored = StoredNet.of(ParamReader.read(param, registry), new RandomWeights(7), registry);
    net = Net.of(stored, registry);
  }

  private static Mat run(Net net, int size, KernelProvider kernels) {
    Mat input = Mat.create(Mat.Type.FLOAT32, size, size, 8);
    for (int i = 0; i < input.size(); i++) {
      input.floats()[i] = i % 13 - 6;
    }
    Extractor extractor = net.extractor(Option.defaults().withKernels(kernels));
    extractor.input("in", input);
    return extractor.extract("out").copy();
  }

  private byte[] bin() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stored.writeBin(out);
    return out.toByteArray();
  }

  @Test
  void aNetThatHasRunIsWrittenAsItWasRead() throws IOException {
    byte[] before = bin();
    run(net, 20, KernelProvider.VECTOR);
    assertThat(bin()).isEqualTo(before);
  }

  @Test
  void theOriginalsAreLetGoOf() {
    run(net, 20, KernelProvider.VECTOR);
    for (String name : List.of("window", "tiles", "groups", "point", "dense")) {
      float[] first = weights(name);
      assertThat(weights(name)).as(name).isNotSameAs(first).isEqualTo(first);
    }
  }

  private float[] weights(String name) {
    return stored.layers().stream()
        .filter(layer -> layer.spec().name().equals(name))
        .findFirst()
        .orElseThrow()
        .weights()
        .get(0)
        .weight()
        .toFloats();
  }

  @Test
  void otherShapesAndOtherKernelsFindTheWeights() {
    for (int size : new int[] {20, 5, 1, 40, 3}) {
      Mat expected = run(Net.of(stored, LayerRegistry.builtin()), size, KernelProvider.SCALAR);
      Mat found = run(net, size, KernelProvider.VECTOR);
      Mat again = run(net, size, KernelProvider.SCALAR);
      assertThat(again.floats()).as("%d", size).isEqualTo(expected.floats());
      for (int i = 0; i < found.size(); i++) {
        float value = expected.floats()[i];
        assertThat(found.floats()[i])
            .as("%d of size %d", i, size)
            .isCloseTo(value, within(Tolerances.LAYER * Math.max(1f, Math.abs(value))));
      }
    }
  }
}

package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.kernel.KernelProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blobs keep their channels side by side between some layers, and nobody can tell. */
class PackedRunTest {

  /** A bit of a residual net, of a net of fire modules and of one with squeeze-and-excitation. */
  private static final List<String> LAYERS =
      List.of(
          "Input data 0 1 data",
          "Convolution stem 1 1 data stem 0=32 1=3 3=2 4=1 5=1 6=864 9=1",
          "Split stem_2 1 2 stem stem_a stem_b",
          "Convolution a1 1 1 stem_a a1 0=64 1=3 4=1 5=1 6=18432 9=1",
          "Convolution a2 1 1 a1 a2 0=32 1=1 5=1 6=2048",
          "BinaryOp sum 2 1 a2 stem_b sum 0=0",
          "ReLU relu 1 1 sum relu",
          "Split relu_4 1 4 relu relu_a relu_b relu_c relu_d",
          "Convolution e1 1 1 relu_a e1 0=48 1=1 5=1 6=1536 9=2 -23310=1,0.1",
          "Convolution e3 1 1 relu_b e3 0=80 1=3 4=1 5=1 6=23040 9=1",
          "Concat fire 2 1 e1 e3 fire 0=0",
          "Pooling pool 1 1 fire pool 0=0 1=3 2=2",
          "Split pool_3 1 3 pool pool_a pool_b pool_c",
          "Pooling squeeze 1 1 pool_a squeeze 0=1 4=1",
          "InnerProduct excite 1 1 squeeze excite 0=128 1=1 2=16384 9=4",
          "BinaryOp scale 2 1 pool_b excite scale 0=2",
          "Convolution b1 1 1 scale b1 0=128 1=3 4=1 5=1 6=147456",
          "Eltwise join 2 1 b1 pool_c join 0=1 -23301=2,0.5,0.25",
          "Pooling mean 1 1 join mean 0=1 1=2 2=2 5=1",
          "Interp up 1 1 relu_c up 0=2 1=0.5 2=0.5",
          "PReLU prelu 1 1 relu_d prelu 0=32",
          "Convolution tail 1 1 mean tail 0=24 1=1 5=1 6=3072",
          "Softmax prob 1 1 tail prob 0=0");

  /** A bit of a mobile net with a feature pyramid, of channels that are no multiples of 16. */
  private static final List<String> MOBILE =
      List.of(
          "Input data 0 1 data",
          "Convolution stem 1 1 data stem 0=24 1=3 3=2 4=1 5=1 6=648 9=1",
          "ConvolutionDepthWise d1 1 1 stem d1 0=24 1=3 4=1 5=1 6=216 7=24 9=1",
          "Convolution p1 1 1 d1 p1 0=40 1=1 5=1 6=960",
          "Split p1_3 1 3 p1 p1_a p1_b p1_c",
          "ConvolutionDepthWise d2 1 1 p1_a d2 0=40 1=5 3=2 4=2 5=1 6=1000 7=40 9=1",
          "Convolution p2 1 1 d2 p2 0=40 1=1 5=1 6=1600",
          "Split p2_3 1 3 p2 p2_a p2_b p2_c",
          "Interp up 1 1 p2_a up 0=1 1=2 2=2",
          "Deconvolution deconv 1 1 p2_b deconv 0=40 1=2 3=2 5=1 6=6400 9=1",
          "BinaryOp sum 2 1 up deconv sum 0=0",
          "Convolution c3 1 1 sum c3 0=16 1=3 4=1 5=1 6=5760",
          "Pooling mean 1 1 c3 mean 0=1 4=1",
          "Deconvolution other 1 1 p2_c other 0=8 1=2 3=2 4=1 5=1 6=1280",
          "Pooling other_mean 1 1 other other_mean 0=1 4=1",
          "Convolution twelve 1 1 p1_b twelve 0=12 1=1 5=1 6=480",
          "Pooling twelve_mean 1 1 twelve twelve_mean 0=1 4=1",
          "Convolution strided 1 1 p1_c strided 0=64 1=1 3=2 5=1 6=2560",
          "Pooling strided_max 1 1 strided strided_max 0=0 4=1",
          "Concat all 4 1 mean other_mean twelve_mean strided_max all 0=0",
          "Softmax prob 1 1 all prob 0=0");

  @TempDir Path folder;

  static Stream<Arguments> images() {
    return Stream.concat(
        Stream.of("64,64", "57,49", "31,90", "16,16", "9,70")
            .map(size -> Arguments.of(LAYERS, size)),
        Stream.of("64,64", "56,40", "32,96", "20,16", "12,60")
            .map(size -> Arguments.of(MOBILE, size)));
  }

  @ParameterizedTest
  @MethodSource("images")
  void givesWhatScalarKernelsGive(List<String> layers, String size) throws IOException {
    int w = Integer.parseInt(size.substring(0, size.indexOf(',')));
    int h = Integer.parseInt(size.substring(size.indexOf(',') + 1));
    Net net = net(layers);
    int[] all = net.blobs().stream().mapToInt(Blob::index).toArray();
    Mat input = input(w, h, 3);
    Map<Integer, Mat> expected = new HashMap<>();
    Extractor scalar = extractor(net, KernelProvider.SCALAR, 1, true);
    scalar.input("data", input);
    scalar.view(all, (blob, value) -> expected.put(blob, value.copy()));
    for (boolean light : new boolean[] {true, false}) {
      for (int threads : new int[] {1, 2}) {
        Extractor one = extractor(net, KernelProvider.AUTO, threads, light);
        for (int run = 0; run < 2; run++) {
          one.input("data", input);
          Mat last = one.extract("prob").copy();
          assertClose(last, expected.get(net.blob("prob").index()), "prob");
        }
        one.input("data", input);
        one.view(all, (blob, value) -> assertClose(value, expected.get(blob), net, blob));
        assertShowsTheSameElements(one, net, input);
        for (int blob : all) {
          one.input("data", input);
          assertClose(one.extract(blob), expected.get(blob), net, blob);
        }
        one.input("data", input);
        List<Mat> found = one.extract(all);
        for (int blob : all) {
          assertClose(found.get(blob), expected.get(blob), net, blob);
        }
      }
    }
  }

  /** A viewer that does not ask for an order gets the elements of one that does, bit for bit. */
  private static void assertShowsTheSameElements(Extractor extractor, Net net, Mat input) {
    int[] all = net.blobs().stream().mapToInt(Blob::index).toArray();
    Map<Integer, float[]> ordered = new HashMap<>();
    extractor.input("data", input);
    extractor.view(all, (blob, value) -> ordered.put(blob, sorted(value)));
    Map<Integer, float[]> shown = new HashMap<>();
    extractor.input("data", input);
    extractor.view(
        all,
        new BlobViewer() {
          @Override
          public void view(int blob, Mat value) {
            shown.put(blob, sorted(value));
          }

          @Override
          public boolean ordered() {
            return false;
          }
        });
    assertThat(shown).containsOnlyKeys(ordered.keySet());
    // An assertion an element would take most of the time of these tests.
    ordered.forEach(
        (blob, elements) ->
            assertThat(Arrays.equals(shown.get(blob), elements)).as("blob %d", blob).isTrue());
  }

  private static float[] sorted(Mat value) {
    float[] elements = Arrays.copyOf(value.floats(), value.size());
    Arrays.sort(elements);
    return elements;
  }

  @Test
  void observersSeeTheShapesOfBlobs() throws IOException {
    Net net = net(LAYERS);
    Map<String, String> shapes = new HashMap<>();
    long[] products = new long[1];
    for (KernelProvider kernels : List.of(KernelProvider.SCALAR, KernelProvider.AUTO)) {
      Map<String, String> seen = new HashMap<>();
      long[] counted = new long[1];
      Extractor one = extractor(net, kernels, 1, true);
      one.observe(
          (layer, bottoms, tops, nanos) -> {
            seen.put(layer.spec().name(), bottoms[0].describe() + tops[0].describe());
            counted[0] += layer.multiplyAdds(bottoms, tops);
          });
      one.input("data", input(64, 64, 3));
      one.extract("prob");
      if (!shapes.isEmpty()) {
        assertThat(seen).isEqualTo(shapes);
        assertThat(counted).isEqualTo(products);
      }
      shapes.putAll(seen);
      products[0] = counted[0];
    }
  }

  @Test
  void errorsSpeakOfBlobsAsTheyAre() throws IOException {
    Net net =
        net(
            List.of(
                "Input data 0 1 data",
                "Split two 1 2 data a b",
                "Convolution c1 1 1 a c1 0=16 1=3 4=1 5=1 6=2304",
                "Convolution c2 1 1 b c2 0=16 1=3 4=0 5=1 6=2304",
                "Concat join 2 1 c1 c2 join 0=0",
                "Convolution c3 1 1 join out 0=16 1=3 4=1 5=1 6=4608"));
    Extractor one = extractor(net, KernelProvider.AUTO, 1, true);
    one.input("data", input(40, 40, 16));
    assertThatThrownBy(() -> one.extract("out"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("join")
        .hasMessageContaining("(38, 38, 16)")
        .hasMessageContaining("(40, 40, 16)");
  }

  private static Extractor extractor(Net net, KernelProvider kernels, int threads, boolean light) {
    return net.extractor(
        Option.defaults().withKernels(kernels).withThreads(threads).withLightMode(light));
  }

  private static void assertClose(Mat found, Mat expected, Net net, int blob) {
    assertClose(found, expected, net.blobs().get(blob).name());
  }

  private static void assertClose(Mat found, Mat expected, String name) {
    assertThat(found.describe()).as(name).isEqualTo(expected.describe());
    float[] values = found.copy().floats();
    float[] wanted = expected.copy().floats();
    float most = 1f;
    float apart = 0f;
    for (int i = 0; i < wanted.length; i++) {
      most = Math.max(most, Math.abs(wanted[i]));
      apart = Math.max(apart, Math.abs(values[i] - wanted[i]));
    }
    // Math.max hands NaN on, which is not below anything.
    assertThat(apart).as(name).isLessThanOrEqualTo(2e-5f * most);
  }

  private static Mat input(int w, int h, int c) {
    Mat input = Mat.create(Mat.Type.FLOAT32, w, h, c);
    Random random = new Random(w * 31L + h);
    for (int i = 0; i < input.size(); i++) {
      input.floats()[i] = random.nextFloat() * 2 - 1;
    }
    return input;
  }

  private Net net(List<String> layers) throws IOException {
    Path param = folder.resolve("net.param");
    int blobs = layers.stream().mapToInt(l -> Integer.parseInt(l.split(" ")[3])).sum();
    Files.writeString(
        param, "7767517\n" + layers.size() + " " + blobs + "\n" + String.join("\n", layers) + "\n");
    return Net.withRandomWeights(param, 7);
  }
}

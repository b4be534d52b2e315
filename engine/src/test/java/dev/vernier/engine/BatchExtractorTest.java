package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.kernel.KernelProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many samples at a time give what each gives alone, up to the rounding of sums. */
class BatchExtractorTest {
  private static final long SEED = 7;

  /** Behind it samples run side by side, in front of it as well. */
  private static final String TAIL = "Convolution late 1 1 out last 0=24 1=3 4=1 5=1 6=1728 9=1";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReLU act 1 1 mid out",
        "HardSigmoid act 1 1 mid out 0=0.2 1=0.5",
        "Pooling pool 1 1 mid out 0=0 1=3 2=2 3=1",
        "Pooling pool 1 1 mid out 0=1 1=2 2=1",
        "Pooling pool 1 1 mid out 0=1 1=3 2=2 3=1 6=1",
        "Convolution conv 1 1 mid out 0=8 1=1 5=1 6=64 9=2 -23310=1,0.1",
        "Convolution conv 1 1 mid out 0=8 1=3 3=2 4=1 5=0 6=576",
        "Convolution conv 1 1 mid out 0=8 1=5 11=1 2=2 4=4 14=0 18=0.5 6=320",
        "ConvolutionDepthWise conv 1 1 mid out 0=8 1=3 3=2 4=1 5=1 6=72 7=8",
        "ConvolutionDepthWise conv 1 1 mid out 0=8 1=5 4=2 18=-1 5=1 6=200 7=8",
        "ConvolutionDepthWise conv 1 1 mid out 0=8 1=3 4=1 6=288 7=2",
        "PReLU act 1 1 mid out 0=8",
        // Taken sample by sample.
        "Permute other 1 1 mid out 0=1",
        "Reshape other 1 1 mid out 0=-1 1=5 2=8",
        "Interp other 1 1 mid out 0=2 1=2 2=2"
      })
  void layersGiveEverySampleItsOwn(String layer) throws IOException {
    assertAgrees(net(layer, TAIL), "last", 18);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BinaryOp two 2 1 a b out 0=0",
        "BinaryOp two 2 1 a b out 0=2",
        "Eltwise two 2 1 a b out 0=1 -23301=2,0.5,2",
        "Concat two 2 1 a b out 0=0",
        "Concat two 2 1 a b out 0=1",
        "Concat two 2 1 a b out 0=2"
      })
  void twoBottomsMeetInEverySample(String layer) throws IOException {
    assertAgrees(net("Split split 1 2 mid a b", layer), "out", 17);
  }

  @Test
  void channelsScaleTheirOwnSample() throws IOException {
    for (String operation : List.of("0=2", "0=1", "0=7")) {
      String gate = "Convolution gate 1 1 few squeezed 0=8 1=1 5=1 6=64 9=4";
      String pool = "Pooling pool 1 1 b few 0=1 4=1";
      assertAgrees(
          net(
              "Split split 1 2 mid a b",
              pool,
              gate,
              "BinaryOp mul 2 1 a squeezed out " + operation),
          "out",
          16);
      assertAgrees(
          net(
              "Split split 1 2 mid a b",
              pool,
              gate,
              "BinaryOp mul 2 1 squeezed a out " + operation),
          "out",
          16);
    }
  }

  @Test
  void endsInScores() throws IOException {
    assertAgrees(
        net(
            "Pooling pool 1 1 mid few 0=0 4=1",
            "InnerProduct fc 1 1 few scores 0=5 1=1 2=40",
            "Softmax prob 1 1 scores out 0=0"),
        "out",
        33);
    assertAgrees(
        net(
            "Flatten flat 1 1 mid few",
            "InnerProduct fc 1 1 few scores 0=5 1=1 2=3600 9=1",
            "Softmax prob 1 1 scores out 0=0"),
        "out",
        3);
    assertAgrees(net("Softmax prob 1 1 mid out 0=0"), "out", 16);
    assertAgrees(net("Softmax prob 1 1 mid out 0=2 1=1"), "out", 16);
  }

  @Test
  void aSampleDoesNotDependOnItsCompany() throws IOException {
    Net net = net("Pooling pool 1 1 mid out 0=1 1=2 2=1");
    BatchExtractor batches = new BatchExtractor(net, Option.defaults(), false);
    List<Mat> samples = samples(21, 10, 9);
    List<Mat> all = batches.extract("data", samples, "out");
    for (int i = 0; i < samples.size(); i++) {
      Mat alone = batches.extract("data", samples.subList(i, i + 1), "out").get(0);
      assertThat(alone.floats()).isEqualTo(all.get(i).floats());
    }
  }

  @Test
  void samplesOfOtherShapesRunAmongThem() throws IOException {
    Net net = net("ReLU act 1 1 mid out");
    List<Mat> samples = new ArrayList<>(samples(5, 10, 9));
    samples.addAll(samples(2, 7, 8));
    samples.addAll(samples(20, 10, 9));
    assertAgrees(net, "out", samples);
  }

  @Test
  void aBlobInTheMiddleIsGivenToo() throws IOException {
    Net net = net("ReLU act 1 1 mid out");
    int[] mid = {net.blob("mid").index()};
    int[] targets = {mid[0], net.blob("out").index()};
    Mat given = samples(1, 3, 4).get(0);
    Mat[] found =
        net.batchExtractor(Option.defaults())
            .extract(mid, List.<Mat[]>of(new Mat[] {given}), targets)
            .get(0);
    assertThat(found[0].floats()).isEqualTo(given.copy().floats());
    for (int i = 0; i < given.size(); i++) {
      assertThat(found[1].floats()[i]).isEqualTo(Math.max(0f, given.floats()[i]));
    }
  }

  @Test
  void aSampleThatDoesNotFitIsAnErrorAndTheNextListRuns() throws IOException {
    Net net = net("ReLU act 1 1 mid out");
    BatchExtractor batches = net.batchExtractor(Option.defaults());
    List<Mat> samples = new ArrayList<>(samples(17, 10, 9));
    samples.add(Mat.create(Mat.Type.FLOAT32, 10, 9, 5));
    assertThatThrownBy(() -> batches.extract("data", samples, "out"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first")
        .hasMessageContaining("3 channels");
    assertThat(batches.extract("data", samples.subList(0, 17), "out")).hasSize(17);
  }

  @Test
  void samplesDoNotRunSideBySideWhereChannelsDoBetter() throws IOException {
    Net net = net("ReLU act 1 1 mid out", TAIL);
    BatchExtractor batches = net.batchExtractor(Option.defaults());
    batches.extract("data", samples(2, 10, 9), "last");
    boolean packed = Option.defaults().kernels().kernels().prefersPacked();
    assertThat(batches.runsTogether()).isEqualTo(batches.lanes() > 1 && !packed);
  }

  /** A net whose first convolution is one that samples run through side by side. */
  private Net net(String... layers) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("Input data 0 1 data");
    lines.add("Convolution first 1 1 data mid 0=8 1=3 4=1 5=1 6=216 9=1");
    lines.addAll(List.of(layers));
    int blobs = lines.stream().mapToInt(line -> Integer.parseInt(line.split(" ")[3])).sum();
    Path file = folder.resolve("net.param");
    Files.writeString(
        file, "7767517\n" + lines.size() + " " + blobs + "\n" + String.join("\n", lines) + "\n");
    return Net.withRandomWeights(file, SEED);
  }

  private static List<Mat> samples(int count, int w, int h) {
    Random random = new Random(SEED);
    List<Mat> samples = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      int c = 3;
      Mat sample = Mat.create(Mat.Type.FLOAT32, w, h, c);
      for (int i = 0; i < sample.size(); i++) {
        sample.floats()[i] = random.nextFloat() * 2 - 1;
      }
      samples.add(sample);
    }
    return samples;
  }

  private static void assertAgrees(Net net, String output, int count) {
    assertAgrees(net, output, samples(count, 10, 9));
  }

  private static void assertAgrees(Net net, String output, List<Mat> samples) {
    for (KernelProvider kernels : List.of(KernelProvider.AUTO, KernelProvider.SCALAR)) {
      Option option = Option.defaults().withKernels(kernels);
      BatchExtractor batches = new BatchExtractor(net, option, false);
      List<Mat> found = batches.extract("data", samples, output);
      assertThat(batches.runsTogether()).isEqualTo(batches.lanes() > 1);
      assertThat(found).hasSameSizeAs(samples);
      Extractor extractor = net.extractor(option);
      for (int s = 0; s < samples.size(); s++) {
        extractor.input("data", samples.get(s));
        Mat expected = extractor.extract(output);
        Mat mat = found.get(s);
        assertThat(mat.sameShape(expected)).as("%s and %s", mat, expected).isTrue();
        for (int i = 0; i < expected.size(); i++) {
          float wanted = expected.floats()[i];
          assertThat(Math.abs(mat.floats()[i] - wanted) / Math.max(1f, Math.abs(wanted)))
              .as("sample %d, element %d: %s, alone %s", s, i, mat.floats()[i], wanted)
              .isLessThanOrEqualTo(2e-5f);
        }
      }
    }
  }
}

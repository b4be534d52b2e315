package dev.vernier.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.decode.TopK;
import dev.vernier.engine.image.ImageDecoder;
import dev.vernier.engine.image.PixelFormat;
import dev.vernier.engine.image.Preprocess;
import dev.vernier.engine.io.StoredNet;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;
import dev.vernier.engine.optimize.NetOptimizer;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quantize.NetQuantizer;
import dev.vernier.engine.quantize.QuantizeOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/java.md shows, run as it stands there. */
class JavaDocumentTest {
  private static final Path ROOT = Path.of(System.getProperty("vernier.root"));
  private static final Path TABLE =
      ROOT.resolve("engine/src/test/resources/goldens/nets/fmnist/fmnist.kl.table");

  @TempDir private Path folder;
  private Path param;
  private Path bin;
  private Path png;

  @BeforeEach
  void files() throws IOException {
    param = ROOT.resolve("datasets/fashion-mnist/fmnist.param");
    bin = ROOT.resolve("datasets/fashion-mnist/fmnist.bin");
    png = aGrayPng();
  }

  private Path aGrayPng() throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 28; i++) {
      image.getRaster().setSample(i, 14, 0, 9 * i);
    }
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private Mat image() throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    Preprocess preprocess =
        new Preprocess(PixelFormat.GRAY, 28, 28, new float[] {127.5f}, new float[] {0.007843137f});
    Mat image = preprocess.apply(decoder.decode(png));
    return image;
  }

  @Test
  void runs() throws IOException {
    Mat image = image();
    Net net = Net.load(param, bin);
    Extractor extractor = net.extractor();
    extractor.input("data", image);
    Mat prob = extractor.extract("prob");
    int[] best = TopK.indices(prob.floats(), prob.w(), 3);

    assertThat(best).hasSize(3);

    Extractor fast = net.extractor(Option.defaults().withThreads(2));
    fast.input("data", image);
    Mat kept = fast.extract("prob").copy();

    assertThat(kept.floats()).hasSize(10);

    List<Mat> samples = List.of(image, image, image);
    List<Mat> answers = net.batchExtractor(Option.defaults()).extract("data", samples, "prob");

    assertThat(answers).hasSize(3);

    int[] blobs = IntStream.range(0, net.blobs().size()).toArray();
    float[] largest = new float[blobs.length];
    extractor.input("data", image);
    extractor.view(
        blobs,
        (blob, value) -> {
          for (float element : value.copy().floats()) {
            largest[blob] = Math.max(largest[blob], Math.abs(element));
          }
        });

    assertThat(largest[net.blob("data").index()]).isBetween(0.99f, 1.01f);
  }

  @Test
  void changesNets() throws IOException {
    Path table = TABLE;
    StoredNet stored = StoredNet.read(param, bin);
    StoredNet small = NetOptimizer.optimize(stored, Set.of(), false).net();
    StoredNet int8 =
        NetQuantizer.quantize(small, CalibrationTable.read(table), QuantizeOptions.defaults())
            .net();
    int8.write(folder.resolve("int8.param"), folder.resolve("int8.bin"));
    Net net = Net.of(int8, LayerRegistry.builtin());

    assertThat(net.layers()).anyMatch(Layer::isInt8);
    assertThat(folder.resolve("int8.bin")).exists();
  }

  static final class Twice extends Layer {
    private static final long serialVersionUID = 1L;

    Twice(LayerSpec spec) {
      super(spec);
      spec.requireBlobs(1, 1);
    }

    @Override
    public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
      float[] from = bottoms[0].floats();
      tops[0] = workspace.floatsLike(bottoms[0]);
      for (int i = 0; i < bottoms[0].size(); i++) {
        tops[0].floats()[i] = 2 * from[i];
      }
    }
  }

  @Test
  void takesOtherLayers() throws IOException {
    Path own =
        Files.writeString(
            folder.resolve("own.param"), "7767517\n2 2\nInput a 0 1 a\nTwice b 1 1 a b\n");
    Path none = Files.write(folder.resolve("own.bin"), new byte[0]);
    LayerRegistry layers =
        LayerRegistry.builtin().with("Twice", (spec, weights) -> new Twice(spec));
    Net net = Net.load(own, none, layers);
    Extractor extractor = net.extractor();
    extractor.input("a", Mat.of(1f, 2.5f));
    float[] doubled = extractor.extract("b").floats();

    assertThat(doubled).startsWith(2f, 5f);
  }

  @Test
  void allOfItsJavaIsInThisTest() throws IOException {
    String document = Files.readString(ROOT.resolve("docs/java.md"), UTF_8);
    String test =
        Files.readString(
            ROOT.resolve("engine/src/test/java/dev/vernier/engine/JavaDocumentTest.java"), UTF_8);
    Matcher java = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(document);
    int examples = 0;
    while (java.find()) {
      assertThat(withoutBlanks(test)).as(java.group(1)).contains(withoutBlanks(java.group(1)));
      examples++;
    }
    assertThat(examples).isGreaterThan(6);
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }
}

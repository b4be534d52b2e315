package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.spark.TestData;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work without Spark. */
class LocalCommandsTest {
  private static final Path PARAM = TestData.FMNIST.resolve("fmnist.param");
  private static final Path BIN = TestData.FMNIST.resolve("fmnist.bin");
  private static final Path GOLDENS = TestData.ROOT.resolve("engine/src/test/resources/goldens");

  @TempDir private Path folder;

  @Test
  void inspectCountsWhatANetCosts() throws Exception {
    Vernier text = Vernier.run("inspect", "--param", PARAM);
    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .contains("InnerProduct           fc")
        .contains("fmnist.param: 26 layers run, 30 blobs, 11.181 M multiply-adds");

    JsonNode json =
        new ObjectMapper()
            .readTree(Vernier.run("inspect", "--param", PARAM, "--bin", BIN, "--json").out());
    // Output elements times weights that each one meets, by hand from the param.
    assertThat(json.get("multiplyAdds").asLong()).isEqualTo(11181440);
    assertThat(json.get("layers").get(0).get("tops").get(0).asText()).isEqualTo("(28, 28, 16)");
  }

  @Test
  void inspectLooksIntoArchivesAndBinaryParams() throws Exception {
    Path archive = folder.resolve("nets.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.copy(PARAM.resolveSibling("fmnist.param.bin"), zip.getPath("/net.param.bin"));
      Files.copy(BIN, zip.getPath("/net.bin"));
    }
    String entry = archive + "!/net.param.bin";
    Vernier found = Vernier.run("inspect", "--param", entry, "--bin", archive + "!/net.bin");
    assertThat(found.err()).isEmpty();
    assertThat(found.out())
        .contains("net.param.bin: 26 layers run, 30 blobs, 11.181 M multiply-adds");
  }

  @Test
  void inspectTakesAnInputsShapeFromTheFilesHint() throws Exception {
    Path param =
        Files.writeString(
            folder.resolve("hint.param"),
            "7767517\n2 2\nInput in 0 1 in -23330=4,3,6,5,4\nReLU r 1 1 in out 31=1\n");
    String json = Vernier.run("inspect", "--param", param, "--json").out();
    JsonNode relu = new ObjectMapper().readTree(json).get("layers").get(0);
    assertThat(relu.get("tops").get(0).asText()).isEqualTo("(6, 5, 4)");
    assertThat(relu.get("hints")).isEmpty();
    assertThat(relu.get("params").asText()).isEqualTo("31=1");
  }

  @Test
  void inspectAsksForAShapeThatTheFileDoesNotTell() throws Exception {
    Path param =
        Files.writeString(
            folder.resolve("open.param"), "7767517\n2 2\nInput in 0 1 in\nReLU r 1 1 in out\n");
    Vernier without = Vernier.run("inspect", "--param", param);
    assertThat(without.exitCode()).isEqualTo(1);
    assertThat(without.err())
        .contains("open.param: the shape of input \"in\" is not in the file and was not given")
        .doesNotContain("\tat ");
    assertThat(Vernier.run("inspect", "--param", param, "--shape", "4,3,2").out())
        .contains("(4, 3, 2)");
    assertThat(Vernier.run("inspect", "--param", param, "--shape", "[4],[5]").err())
        .contains("--shape is given 2 times, open.param has 1 inputs");
  }

  private Vernier quantize(Path table, Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("quantize", "--param", PARAM, "--bin", BIN, "--table", table));
    args.addAll(List.of("--out-param", folder.resolve("q.param")));
    args.addAll(List.of("--out-bin", folder.resolve("q.bin")));
    args.addAll(List.of(more));
    return Vernier.run(args.toArray());
  }

  @Test
  void quantizeWritesTheNetThatNcnnWrites() throws Exception {
    Path golden = GOLDENS.resolve("nets/fmnist");
    Vernier run = quantize(golden.resolve("fmnist.kl.table"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("16 layers quantised, 8 of them with an int8 top, 0 convolutions written");
    assertThat(folder.resolve("q.bin"))
        .hasSameBinaryContentAs(golden.resolve("fmnist-int8.kl.bin"));
    assertThat(Vernier.run("inspect", "--param", folder.resolve("q.param")).out())
        .contains("11.181 M multiply-adds");
  }

  @Test
  void quantizeKeepsLayersThatAreNamed() throws Exception {
    Vernier run =
        quantize(
            GOLDENS.resolve("nets/fmnist/fmnist.kl.table"), "--keep", "fc,stem", "--fp32-weights");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("14 layers quantised");
  }

  @Test
  void quantizeNamesEveryFaultOfATableAndWritesNothing() throws Exception {
    String text = Files.readString(GOLDENS.resolve("nets/fmnist/fmnist.kl.table"));
    Path table =
        Files.writeString(
            folder.resolve("bad.table"),
            text.replaceFirst("fc_param_0 \\S+", "fc_param_0 nan").replace("\nhead ", "\nheat "));
    Vernier run = quantize(table);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains("bad.table: error line 16: layer \"fc\": ")
        .contains("scale 0 of weight 0 is nan, must be a finite number above 0")
        .contains("error line 31: layer \"heat\": the net has no such layer")
        .contains("layer \"head\": its other line, \"head\", is missing");
    assertThat(folder.resolve("q.bin")).doesNotExist();
    assertThat(folder.resolve("q.param")).doesNotExist();
  }

  @Test
  void benchTimesANet() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                Vernier.run(
                        "bench",
                        "--param",
                        PARAM,
                        "--loops",
                        3,
                        "--batch",
                        2,
                        "--threads",
                        2,
                        "--json")
                    .out());
    assertThat(json.get("loops").asInt()).isEqualTo(3);
    assertThat(Vernier.run("bench", "--param", PARAM, "--loops", 3, "--profile").out())
        .containsPattern(
            "ConvolutionDepthWise +i1_b +\\(14, 14, 64\\) +[0-9.]+ ms +[0-9.]+ % +[0-9.]+"
                + " GFLOP")
        .containsPattern("fmnist.param  min = ");
    assertThat(json.get("minMillis").asDouble()).isPositive();
    assertThat(json.get("medianMillis").asDouble())
        .isBetween(json.get("minMillis").asDouble(), json.get("maxMillis").asDouble());
    assertThat(Vernier.run("bench", "--param", PARAM, "--loops", 0).err())
        .contains("--loops is 0, must be at least 1");
  }

  @Test
  void replayPassesTheGoldensAndFailsWhatIsNone() throws Exception {
    Vernier pixels = Vernier.run("replay", GOLDENS.resolve("pixels/pixels.zip"));
    assertThat(pixels.exitCode()).isZero();
    assertThat(pixels.out()).contains("pixels 52/52").contains("52 passed, 0 failed");

    Vernier layer =
        Vernier.run("replay", GOLDENS.resolve("layers/Concat.zip"), "--kernels", "scalar");
    assertThat(layer.out().lines()).containsExactly("Concat 10/10 0.00", "10 passed, 0 failed");

    Vernier none = Vernier.run("replay", folder);
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains(folder + ": holds no .zip file");
  }

  @Test
  void aBrokenNetIsOneLineUnlessTheTraceIsAskedFor() throws Exception {
    Path param = Files.writeString(folder.resolve("broken.param"), "7767517\n1 1\n");
    Vernier broken = Vernier.run("inspect", "--param", param);
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.err()).startsWith("vernier: broken.param line ").doesNotContain("\tat ");
    assertThat(Vernier.run("inspect", "--param", param, "--verbose").err()).contains("\tat ");
    assertThat(Vernier.run("inspect", "--param", folder.resolve("none.param")).err())
        .contains("none.param");
  }
}

package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.spark.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vernier optimize} as its user meets it. */
class OptimizeCommandTest {
  private static final Path FASHION = TestData.FMNIST.resolve("fmnist.param");

  @TempDir private Path folder;
  private Path param;
  private Path bin;

  /** A Dropout behind the first convolution of Fashion-MNIST, whose activation stands apart. */
  @BeforeEach
  void writeNet() throws Exception {
    param = folder.resolve("net.param");
    bin = Files.copy(TestData.FMNIST.resolve("fmnist.bin"), folder.resolve("net.bin"));
    List<String> lines = new ArrayList<>(Files.readAllLines(FASHION));
    lines.set(1, "29 32");
    lines.set(3, "Convolution stem 1 1 data stem_raw 0=16 1=3 3=1 4=1 5=1 6=144");
    lines.add(4, "Dropout drop 1 1 stem_raw stem_drop");
    lines.add(5, "HardSwish act 1 1 stem_drop stem 0=1.666667e-01 1=5.000000e-01");
    Files.write(param, lines);
  }

  private Vernier optimize(Object... more) {
    List<Object> args = new ArrayList<>(List.of("optimize", "--param", param, "--bin", bin));
    args.addAll(List.of(more));
    return Vernier.run(args.toArray());
  }

  @Test
  void saysWhatItDid() throws Exception {
    Path outParam = folder.resolve("out.param");
    Path outBin = folder.resolve("out.bin");
    long before = Files.size(param) + Files.size(bin);
    Vernier run = optimize("--out-param", outParam, "--out-bin", outBin);
    assertThat(run.exitCode()).as(run.err()).isZero();
    long after = Files.size(outParam) + Files.size(outBin);
    assertThat(run.out().lines())
        .containsExactly(
            "drop Dropout: 1 (drop)",
            "activation into layer: 1 (act)",
            "param: " + outParam,
            "bin: " + outBin,
            "27 layers, were 29; " + after + " bytes, were " + before);
    assertThat(outBin).hasSameBinaryContentAs(bin);
    assertThat(Files.readAllLines(outParam).get(3))
        .matches("Convolution +stem +1 1 data stem .* 9=6 -23310=2,1.666667e-01,5.000000e-01");
  }

  @Test
  void keepsBlobsAndTakesHalves() throws Exception {
    Path outBin = folder.resolve("out.param.bin");
    Vernier run =
        optimize(
            "--keep=stem_drop,stem",
            "--fp16",
            "--json",
            "--out-param",
            folder.resolve("out.param"),
            "--out-bin",
            outBin);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("layersBefore").asInt()).isEqualTo(29);
    assertThat(json.get("layersAfter").asInt()).isEqualTo(28);
    assertThat(json.get("changes").get("drop Dropout").get(0).asText()).isEqualTo("drop");
    assertThat(json.get("bytesAfter").asLong())
        .isLessThan(json.get("bytesBefore").asLong() * 6 / 10);
  }

  @Test
  void replacesTheFilesThatItRead() throws Exception {
    assertThat(optimize("--out-param", param, "--out-bin", bin).out()).contains("27 layers");
    Vernier again = optimize("--out-param", param, "--out-bin", bin);
    assertThat(again.out().lines().toList().get(0)).isEqualTo("param: " + param);
    assertThat(again.out()).contains("27 layers, were 27");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(param, bin);
    }
  }

  @Test
  void namesWhatIsWrong() throws Exception {
    byte[] before = Files.readAllBytes(param);
    Vernier run = optimize("--out-param", param, "--out-bin", bin, "--keep", "sten");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("net.param: no blob \"sten\"; did you mean \"stem\"");
    assertThat(param).hasBinaryContent(before);
    assertThat(optimize("--out-param", param).err())
        .contains("Missing required option: '--out-bin=FILE'");
  }
}

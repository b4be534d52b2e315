package dev.vernier.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Npy;
import dev.vernier.engine.kernel.KernelProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerReplayTest {
  private static final String SPLIT = "7767517\n2 2\nInput in0 0 1 in0\nSplit s 1 1 in0 out0\n";

  @TempDir Path folder;

  private interface Filler {
    void fill(ZipOutputStream out) throws IOException;
  }

  private Path zip(String name, Filler filler) throws IOException {
    Path zip = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      filler.fill(out);
    }
    return zip;
  }

  private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private static void put(ZipOutputStream out, String name, String param, Mat in, Mat expected)
      throws IOException {
    put(out, name + ".param", param.getBytes(StandardCharsets.UTF_8));
    put(out, name + ".bin", new byte[0]);
    put(out, name + ".in0.npy", npy(in));
    if (expected != null) {
      put(out, name + ".out0.npy", npy(expected));
    }
  }

  private static byte[] npy(Mat mat) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(mat, out);
    return out.toByteArray();
  }

  private static Mat bytes(int count, int ones) {
    byte[] values = new byte[count];
    Arrays.fill(values, 0, ones, (byte) 1);
    return Mat.wrap(values, 1, count, 1, 1, 1);
  }

  @Test
  void countsWhatAgreesAndSaysWhyTheRestDoesNot() throws IOException {
    Path zip =
        zip(
            "Split.zip",
            out -> {
              put(out, "000", SPLIT, Mat.of(1000, 2), Mat.of(1000.5f, 2));
              put(out, "001", SPLIT, Mat.of(1, 2), Mat.of(1.0011f, 2));
              put(out, "002", SPLIT, Mat.of(1, 2), Mat.of(1, 2, 3));
              put(out, "003", SPLIT, Mat.of(1, 2), null);
              put(out, "004", SPLIT.replace("Split", "Splat"), Mat.of(1), Mat.of(1));
              put(out, "005", SPLIT, Mat.of(Float.NaN), Mat.of(Float.NaN));
              put(out, "006", SPLIT, Mat.of(Float.NaN), Mat.of(1));
              put(out, "007", SPLIT, bytes(4, 0), Mat.of(0, 0, 0, 0));
            });

    ReplayResult result = LayerReplay.run(zip, KernelProvider.SCALAR);

    assertThat(result.name()).isEqualTo("Split");
    assertThat(result.total()).isEqualTo(8);
    assertThat(result.passed()).isEqualTo(2);
    assertThat(result.worstError()).isBetween(4.9e-4, 5e-4);
    assertThat(result.failures())
        .hasSize(6)
        .contains(
            "001: out0 element 0 is 1.0, expected 1.0011",
            "002: out0 is (2) float32, expected (3) float32",
            "003: 003.out0.npy is missing",
            "006: out0 element 0 is NaN, expected 1.0",
            "007: out0 is (4) int8, expected (4) float32")
        .anySatisfy(
            line -> assertThat(line).startsWith("004: ").contains("(Splat): no such layer"));
  }

  @Test
  void oneInTwoHundredBytesMayDifferByOne() throws IOException {
    Path zip =
        zip(
            "Split.zip",
            out -> {
              put(out, "000", SPLIT, bytes(10, 1), bytes(10, 0));
              put(out, "001", SPLIT, bytes(10, 2), bytes(10, 0));
              put(out, "002", SPLIT, bytes(400, 2), bytes(400, 0));
              put(out, "003", SPLIT, bytes(400, 3), bytes(400, 0));
              put(out, "004", SPLIT, Mat.wrap(new byte[] {2}, 1, 1, 1, 1, 1), bytes(1, 0));
            });

    assertThat(LayerReplay.run(zip, KernelProvider.SCALAR).failures())
        .containsExactly(
            "001: out0 element 1 is 1, expected 0",
            "003: out0 element 2 is 1, expected 0",
            "004: out0 element 0 is 2, expected 0");
  }

  @Test
  void refusesWhatHoldsNoCase() throws IOException {
    Path zip = zip("A.zip", out -> put(out, "readme.txt", new byte[] {1}));
    assertThatThrownBy(() -> LayerReplay.run(zip, KernelProvider.SCALAR))
        .isInstanceOf(IOException.class)
        .hasMessage(zip + " holds no NNN.param, expected a zip of layer cases");
  }
}

package dev.vernier.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Npy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelReplayTest {

  private static final String COLUMNS = "case\tpixel\tsrc_w\tsrc_h\tdst_w\tdst_h\tmean\tnorm\n";

  @TempDir Path folder;

  @Test
  void agreesWithNcnnInEveryRecordedCase() throws Exception {
    Path zip = Path.of(PixelReplayTest.class.getResource("/goldens/pixels/pixels.zip").toURI());

    ReplayResult result = PixelReplay.run(zip);

    assertThat(result.failures()).isEmpty();
    assertThat(result.total()).isEqualTo(52);
    assertThat(result.passed()).isEqualTo(52);
    assertThat(result.worstError()).isLessThanOrEqualTo(PixelReplay.TOLERANCE);
  }

  @Test
  void reportsEachDisagreementWithItsReason() throws IOException {
    Path zip = folder.resolve("cases.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      String good = "000\tGRAY\t2\t1\t2\t1\t10\t0.5\n";
      String wrongMat = "001\tGRAY\t2\t1\t2\t1\t10\t0.5\n";
      String wrongNorm = "002\tGRAY\t2\t1\t2\t1\t9\t0.5\n";
      String missing = "003\tGRAY\t2\t1\t2\t1\t10\t0.5\n";
      String wrongShape = "004\tGRAY\t2\t1\t3\t1\t10\t0.5\n";
      String index = COLUMNS + good + wrongMat + wrongNorm + missing + wrongShape;
      put(out, "index.tsv", index.getBytes(StandardCharsets.UTF_8));
      for (String name : new String[] {"000", "001", "002", "004"}) {
        put(out, name + ".pixels.npy", npy(pixels(20, 30)));
        put(out, name + ".mat.npy", npy(mat(20, name.equals("001") ? 31 : 30)));
        put(out, name + ".normalized.npy", npy(mat(5, 10)));
      }
    }

    ReplayResult result = PixelReplay.run(zip);

    assertThat(result.total()).isEqualTo(5);
    assertThat(result.passed()).isEqualTo(1);
    assertThat(result.failures())
        .containsExactly(
            "001 GRAY 2 1 2 1 10 0.5: mat element 1 is 30.0, expected 31.0",
            "002 GRAY 2 1 2 1 9 0.5: normalized element 0 is 5.5, expected 5.0",
            "003 GRAY 2 1 2 1 10 0.5: 003.pixels.npy is missing",
            "004 GRAY 2 1 3 1 10 0.5: mat is (3, 1, 1), expected (2, 1, 1)");
  }

  @Test
  void refusesZipWithoutIndex() throws IOException {
    Path zip = folder.resolve("other.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      put(out, "readme.txt", new byte[] {1});
    }

    assertThatThrownBy(() -> PixelReplay.run(zip))
        .isInstanceOf(IOException.class)
        .hasMessage(zip + " has no index.tsv, expected a zip of pixel cases");
  }

  private static Mat pixels(int first, int second) {
    return Mat.wrap(new byte[] {(byte) first, (byte) second}, 3, 1, 2, 1, 1);
  }

  private static Mat mat(float first, float second) {
    return Mat.wrap(new float[] {first, second}, 3, 2, 1, 1, 1);
  }

  private static byte[] npy(Mat mat) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(mat, out);
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}

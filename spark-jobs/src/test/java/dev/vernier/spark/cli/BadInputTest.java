package dev.vernier.spark.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of files that are not what they should be, and of places to write to. */
@ExtendWith(SparkExtension.class)
class BadInputTest {
  private static final int CHECKED_BYTES = 17;

  private final SparkSession spark;

  @TempDir private Path folder;
  private Path images;
  private byte[] good;

  BadInputTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void writeAnImage() throws Exception {
    images = Files.createDirectory(folder.resolve("images"));
    good = Files.readAllBytes(TestData.fmnistImages(images, 1).get(0));
  }

  private Vernier run(String command, Object... more) {
    return run(command, "28,28,1", "GRAY", "127.5", "0.007843137", more);
  }

  private Vernier run(
      String command, String shape, String pixel, String mean, String norm, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                command,
                "--param",
                TestData.FMNIST.resolve("fmnist.param"),
                "--bin",
                TestData.FMNIST.resolve("fmnist.bin"),
                "--shape",
                shape,
                "--pixel",
                pixel,
                "--mean",
                mean,
                "--norm",
                norm));
    words.addAll(Arrays.asList(more));
    return Vernier.run(words.toArray());
  }

  private void image(String name, byte[] bytes) throws Exception {
    Files.write(images.resolve(name), bytes);
  }

  /** The reasons that infer writes beside the bad ones of the images, by their names. */
  private Map<String, String> reasons(Object... more) {
    Path output = folder.resolve("rows");
    List<Object> words =
        new ArrayList<>(List.of("--input", images, "--output", output, "--overwrite"));
    words.addAll(Arrays.asList(more));
    Vernier done = run("infer", words.toArray());
    assertThat(done.exitCode()).as(done.err()).isZero();
    Map<String, String> reasons = new HashMap<>();
    for (Row row : spark.read().parquet(output.toString()).collectAsList()) {
      if (row.<String>getAs("reason") != null) {
        reasons.put(
            Path.of(row.<String>getAs("path")).getFileName().toString(), row.getAs("reason"));
      }
    }
    return reasons;
  }

  /** The good image with a header that claims another size, and the checksum of that. */
  private byte[] claiming(int w, int h) {
    ByteBuffer png = ByteBuffer.wrap(good.clone());
    png.putInt(16, w).putInt(20, h);
    CRC32 crc = new CRC32();
    crc.update(png.array(), 12, CHECKED_BYTES);
    png.putInt(12 + CHECKED_BYTES, (int) crc.getValue());
    return png.array();
  }

  @Test
  void everyBadFileHasItsReason() throws Exception {
    byte[] corrupt = good.clone();
    corrupt[corrupt.length - 20] ^= 0x55;
    image("corrupt.png", corrupt);
    image("empty.png", new byte[0]);
    image("truncated.png", Arrays.copyOf(good, 100));
    image("document.png", "%PDF-1.7 and more".getBytes(ISO_8859_1));
    image("bomb.png", claiming(60000, 60000));
    Map<String, String> reasons = reasons();
    assertThat(reasons).hasSize(5);
    assertThat(reasons.get("corrupt.png")).contains("damaged PNG: checksum of chunk IDAT");
    assertThat(reasons.get("empty.png")).contains("empty, expected a JPEG, PNG");
    assertThat(reasons.get("truncated.png")).contains("truncated PNG: chunk IDAT");
    assertThat(reasons.get("document.png")).contains("not a JPEG, PNG").contains("25 50 44 46");
    assertThat(reasons.get("bomb.png"))
        .contains("PNG of 60000 x 60000 pixels, expected 1 to 100000000 pixels");
  }

  @Test
  void theUserSaysHowManyPixelsAreTooMany() throws Exception {
    image("bomb.png", claiming(60000, 60000));
    assertThat(reasons("--max-pixels", 784)).containsOnlyKeys("bomb.png");
    assertThat(reasons("--max-pixels", 783).values())
        .hasSize(2)
        .anyMatch(reason -> reason.contains("PNG of 28 x 28 pixels, expected 1 to 783 pixels"));
    assertThat(reasons("--max-pixels", 10_000_000_000L).get("bomb.png"))
        .contains(
            "PNG claims 60000 x 60000 pixels, more than its " + good.length + " bytes can hold");
  }

  @Test
  void noPixelsAtAllIsAWrongUsage() {
    Vernier done = run("calibrate", "--input", images, "--table", "t", "--max-pixels", 0);
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("max-pixels is 0, must be at least 1");
  }

  @Test
  void failfastNamesTheFileAndItsFault() throws Exception {
    image("bomb.png", claiming(60000, 60000));
    Path table = folder.resolve("t");
    Vernier done = run("calibrate", "--input", images, "--table", table, "--mode", "FAILFAST");
    assertThat(done.exitCode()).isOne();
    assertThat(done.err()).contains("bomb.png").contains("PNG of 60000 x 60000 pixels");
    assertThat(table).doesNotExist();
  }

  @Test
  void aNetThatDoesNotFitTheImagesSaysWhereAndWhatItFound() {
    Path table = folder.resolve("t");
    Vernier done =
        run(
            "calibrate",
            "28,28,3",
            "BGR",
            "127.5,127.5,127.5",
            "0.0078,0.0078,0.0078",
            "--input",
            images,
            "--table",
            table);
    assertThat(done.exitCode()).isOne();
    assertThat(done.err()).contains("layer \"stem\"").contains("28").contains("3");
    assertThat(table).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path table = file.resolve("fmnist.table");
    Vernier done = run("calibrate", "--input", images, "--table", table);
    assertThat(done.exitCode()).isOne();
    assertThat(done.err()).contains("vernier: cannot write table " + table + ": ");
    Path output = file.resolve("rows");
    Vernier inferred = run("infer", "--input", images, "--output", output);
    assertThat(inferred.exitCode()).isOne();
    assertThat(inferred.err()).contains("vernier: ").contains(output.toString());
    assertThat(file).hasContent("in the way");
  }
}

package dev.vernier.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopFilesTest {
  private final Configuration configuration = new Configuration();

  @TempDir private Path folder;

  @Test
  void writesAndReplacesAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("made/on the way/net.table");

    HadoopFiles.writeAtomically(configuration, file.toString(), "old".getBytes(UTF_8));
    HadoopFiles.writeAtomically(configuration, "file://" + file, "new".getBytes(UTF_8));

    assertThat(HadoopFiles.read(configuration, file.toString())).asString().isEqualTo("new");
    assertThat(names(file.getParent())).containsExactly("net.table");
  }

  @Test
  void aFileEditedByHandIsReadAsItIs() throws IOException {
    Path file = folder.resolve("net.table");
    HadoopFiles.writeAtomically(configuration, file.toString(), "written".getBytes(UTF_8));

    Files.writeString(file, "edited", UTF_8);

    assertThat(HadoopFiles.read(configuration, file.toString())).asString().isEqualTo("edited");
  }

  @Test
  void aTargetThatIsAFolderIsAnErrorAndStays() throws IOException {
    Path target = Files.createDirectories(folder.resolve("net.table"));

    assertThatThrownBy(
            () -> HadoopFiles.writeAtomically(configuration, target.toString(), new byte[1]))
        .isInstanceOf(IOException.class)
        .hasMessage("is a folder, expected a file");
    assertThat(names(folder)).containsExactly("net.table");
    assertThatThrownBy(() -> HadoopFiles.read(configuration, target.toString()))
        .hasMessage("is a folder, expected a file");
  }

  @Test
  void readsEntriesOfArchives() throws IOException {
    Path archive = folder.resolve("nets.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("other"));
      zip.write(1);
      zip.putNextEntry(new ZipEntry("small/net.param"));
      zip.write("entry".getBytes(UTF_8));
    }

    assertThat(HadoopFiles.read(configuration, archive + "!/small/net.param"))
        .asString()
        .isEqualTo("entry");
    assertThat(HadoopFiles.read(configuration, "file://" + archive + "!/other")).hasSize(1);
    assertThatThrownBy(() -> HadoopFiles.read(configuration, archive + "!/none"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("no such entry in the archive");
    assertThatThrownBy(() -> HadoopFiles.read(configuration, folder.resolve("none.jar") + "!/a"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("no such archive");
  }

  @Test
  void readingWhatIsNotThereSaysSo() {
    assertThatThrownBy(() -> HadoopFiles.read(configuration, folder.resolve("none").toString()))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("no such file");
    assertThatThrownBy(() -> HadoopFiles.read(configuration, "a:b:c.png"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("is not a path that Hadoop can read: ");
  }

  @Test
  void containsGoesByWholeNames() throws IOException {
    assertThat(HadoopFiles.contains(configuration, "/data/out", "/data/out/x.png")).isTrue();
    assertThat(HadoopFiles.contains(configuration, "/data/out/", "file:///data/out")).isTrue();
    assertThat(HadoopFiles.contains(configuration, "/data/out", "/data/output")).isFalse();
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}

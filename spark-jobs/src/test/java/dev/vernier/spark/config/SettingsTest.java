package dev.vernier.spark.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.spark.JobException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Set<String> KNOWN = Set.of("mean", "method", "top-k");

  @TempDir private Path folder;

  @Test
  void sparkConfWinsOverTheFile() throws IOException {
    File file = file("vernier { method = aciq, top-k = 5 }");

    Settings settings =
        Settings.of(KNOWN, Map.of("spark.vernier.method", "kl", "spark.master", "local[2]"), file);

    assertThat(settings.value("method")).contains("kl");
    assertThat(settings.value("top-k")).contains("5");
    assertThat(settings.value("mean")).isEmpty();
  }

  @Test
  void listsInTheFileAreSeveralValues() throws IOException {
    Settings settings = Settings.of(KNOWN, Map.of(), file("vernier.mean = [1.5, \"2,3\"]"));

    assertThat(settings.get("mean")).containsExactly("1.5", "2,3");
    assertThatThrownBy(() -> settings.value("mean"))
        .isInstanceOf(JobException.class)
        .hasMessage("\"mean\" is the list [1.5, 2,3], expected one value");
  }

  @Test
  void anUnknownKeyIsAnErrorWithTheNearestOne() throws IOException {
    File file = file("vernier {\n  metod = kl\n}");

    assertThatThrownBy(() -> Settings.of(KNOWN, Map.of(), file))
        .isInstanceOf(JobException.class)
        .hasMessage(file + " line 2: unknown key \"metod\", did you mean \"method\"?");
    assertThatThrownBy(() -> Settings.of(KNOWN, Map.of("spark.vernier.topk", "3"), null))
        .hasMessage("--conf spark.vernier.topk: unknown key \"topk\", did you mean \"top-k\"?");
  }

  @Test
  void keysOutsideVernierAndMissingFilesAreErrors() throws IOException {
    File file = file("method = kl");
    File missing = folder.resolve("missing.conf").toFile();

    assertThatThrownBy(() -> Settings.of(KNOWN, Map.of(), file))
        .hasMessage(file + ": unknown key \"method\", expected everything below \"vernier\"");
    assertThatThrownBy(() -> Settings.of(KNOWN, Map.of(), missing))
        .hasMessage("configuration file " + missing + ": no such file");
  }

  @Test
  void aFileThatIsNotHoconSaysWhere() throws IOException {
    File file = file("vernier { method = [kl }");

    assertThatThrownBy(() -> Settings.of(List.of(), Map.of(), file))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("configuration file " + file + ": ");
  }

  private File file(String text) throws IOException {
    return Files.write(folder.resolve("test.conf"), text.getBytes(UTF_8)).toFile();
  }
}

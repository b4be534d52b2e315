package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fuzzer's seeds and everything that it ever found, once more. */
class PastFindsTest {
  private static final Path CORPUS =
      Path.of(System.getProperty("vernier.root"), "engine", "src", "test", "resources", "fuzz");

  @ParameterizedTest
  @EnumSource
  void endsInADeclaredErrorAtMost(ReaderFuzz.Target target) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(CORPUS.resolve(target.folder()))) {
      files = new ArrayList<>(found.sorted().toList());
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      byte[] data = Files.readAllBytes(file);
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> ReaderFuzz.feed(target, data), file::toString);
    }
  }
}

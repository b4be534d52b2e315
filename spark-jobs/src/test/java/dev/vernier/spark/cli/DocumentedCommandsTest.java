package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.vernier.spark.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** Commands in the documents have the options that they show, and all that they need. */
class DocumentedCommandsTest {

  @TestFactory
  Stream<DynamicTest> parse() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(TestData.ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(TestData.ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    List<DynamicTest> tests =
        documents.stream()
            .flatMap(DocumentedCommandsTest::commands)
            .map(command -> DynamicTest.dynamicTest(command, () -> check(command)))
            .toList();
    assertThat(tests).hasSizeGreaterThan(10);
    return tests.stream();
  }

  /** The commands that stand in a document's blocks, lines that go on put together. */
  private static Stream<String> commands(Path document) {
    List<String> commands = new ArrayList<>();
    boolean block = false;
    StringBuilder line = new StringBuilder();
    try {
      for (String text : Files.readAllLines(document)) {
        if (text.startsWith("```")) {
          block = !block;
          continue;
        }
        boolean goesOn = text.endsWith("\\");
        line.append(goesOn ? text.substring(0, text.length() - 1) : text);
        if (!goesOn) {
          String whole = line.toString().strip();
          line.setLength(0);
          if (block && (whole.startsWith("./vernier ") || whole.startsWith("vernier "))) {
            commands.add(whole);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return commands.stream();
  }

  private static void check(String command) {
    String given = command.replaceFirst(" #.*", "");
    List<String> words = Arrays.asList(given.split("\\s+"));
    List<String> arguments =
        words.stream()
            .skip(1)
            .map(word -> word.replaceFirst("conf/", TestData.ROOT.resolve("conf") + "/"))
            .map(NcnnNames::translate)
            .toList();
    assertThatCode(
            () -> {
              CommandLine line = new CommandLine(new Main());
              line.setCaseInsensitiveEnumValuesAllowed(true);
              List<String> complete = ConfiguredArguments.complete(line, arguments);
              line.parseArgs(complete.toArray(String[]::new));
            })
        .doesNotThrowAnyException();
  }
}

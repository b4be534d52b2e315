package dev.vernier.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the commands of README and {@code docs}, in the order in which they stand there, in a
 * working folder that has what they name. Those for a cluster run on this machine; {@link
 * DemoCommandTest} runs {@code demo}.
 */
@ExtendWith(SparkExtension.class)
class DocumentedCommandsTest {
  private static final Pattern BLOCK = Pattern.compile("```[a-z]*\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern IN_BLOCK = Pattern.compile("(?m)^\\./vernier (.*?)(?: +#.*)?$");
  private static final Pattern IN_LINE = Pattern.compile("`vernier ([a-z]+ --[^`]+)`");
  private static final int IMAGES = 64;

  /** The folder in which Maven starts this JVM; nobody else keeps anything there. */
  private final Path folder = Path.of(System.getProperty("vernier.work"));

  @BeforeEach
  @AfterEach
  void empty() throws IOException {
    assertThat(Path.of("").toRealPath()).isEqualTo(folder.toRealPath());
    TestData.empty(folder);
  }

  @Test
  void run() throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(15);
    furnish();
    for (String command : commands) {
      StringWriter said = new StringWriter();
      PrintWriter writer = new PrintWriter(said);
      int exitCode = Main.run(writer, writer, command.split("\\s+"));
      assertThat(exitCode).as(command + ":\n" + said).isZero();
    }
  }

  /** What stands behind {@code vernier}, of every document. */
  private static List<String> commands() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(TestData.ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(TestData.ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    List<String> commands = new ArrayList<>();
    for (Path document : documents) {
      String text = Files.readString(document, UTF_8).replaceAll("\\\\\\R\\s*", "");
      String blocks =
          BLOCK.matcher(text).results().map(block -> block.group(1)).collect(Collectors.joining());
      for (Pattern pattern : List.of(IN_BLOCK, IN_LINE)) {
        String in = pattern == IN_BLOCK ? blocks : text;
        pattern
            .matcher(in)
            .results()
            .map(DocumentedCommandsTest::here)
            .filter(command -> !command.equals("demo"))
            .forEach(commands::add);
      }
    }
    return commands;
  }

  /** The command as it can run on this machine. */
  private static String here(MatchResult command) {
    return command
        .group(1)
        .strip()
        .replaceAll("--master \\S+", "--master local[2]")
        .replace("hdfs:///", "hdfs/");
  }

  /** Puts into the folder what the documents speak of. */
  private void furnish() throws IOException {
    Path root = TestData.ROOT.toAbsolutePath().normalize();
    for (String name : List.of("conf", "datasets", "spark-jobs")) {
      Files.createSymbolicLink(folder.resolve(name), root.resolve(name));
    }
    Path nets = Files.createDirectories(folder.resolve("hdfs/nets"));
    for (String ending : List.of(".param", ".bin")) {
      Path net = TestData.FMNIST.resolve("fmnist" + ending);
      for (String name : List.of("fmnist", "net", "in")) {
        Files.copy(net, folder.resolve(name + ending));
      }
      Files.copy(net, nets.resolve("fmnist" + ending));
    }
    Files.copy(TestData.FMNIST.resolve("fmnist.onnx"), folder.resolve("model.onnx"));
    Path images = Files.createDirectories(folder.resolve("hdfs/lake/images"));
    List<String> names =
        TestData.fmnistImages(images, IMAGES).stream()
            .map(image -> folder.relativize(image).toString())
            .toList();
    Files.write(folder.resolve("list.txt"), names, UTF_8);
  }
}

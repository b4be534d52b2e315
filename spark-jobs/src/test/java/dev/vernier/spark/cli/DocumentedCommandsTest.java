package dev.vernier.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of README and {@code docs}, in the order in which they stand there, in a folder
 * that has what they name. Those for a cluster run on this machine; {@link DemoCommandTest} runs
 * {@code demo}.
 */
@ExtendWith(SparkExtension.class)
class DocumentedCommandsTest {
  private static final Pattern BLOCK = Pattern.compile("```[a-z]*\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern IN_BLOCK = Pattern.compile("(?m)^\\./vernier (.*?)(?: +#.*)?$");
  private static final Pattern IN_LINE = Pattern.compile("`vernier ([a-z]+ --[^`]+)`");
  private static final int IMAGES = 64;

  @TempDir private Path folder;

  @Test
  void run() throws Exception {
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(15);
    furnish();
    Path script = Files.write(folder.resolve("commands.txt"), commands, UTF_8);
    Path said = folder.resolve("said.txt");
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> !argument.startsWith("-javaagent"))
            .toList());
    java.add("-cp");
    java.add(System.getProperty("java.class.path"));
    java.add(CommandSequence.class.getName());
    java.add(script.toString());
    int exitCode =
        new ProcessBuilder(java)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    String text = Files.readString(said, UTF_8);
    assertThat(exitCode).as(text).isZero();
    assertThat(text.lines().filter(line -> line.startsWith(CommandSequence.DONE)))
        .isEqualTo(commands.stream().map(CommandSequence.DONE::concat).toList());
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

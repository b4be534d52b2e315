package dev.vernier.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelProviderTest {

  /** Prints what a provider gives in a JVM of its own. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] args) {
      System.out.println(KernelProvider.valueOf(args[0]).kernels().name());
    }
  }

  @Test
  void eachProviderGivesOneInstance() {
    assertThat(KernelProvider.SCALAR.kernels().name()).isEqualTo("scalar");
    assertThat(KernelProvider.VECTOR.kernels().name()).isEqualTo("vector");
    assertThat(KernelProvider.AUTO.kernels()).isSameAs(KernelProvider.VECTOR.kernels());
  }

  @Test
  void vectorWithoutItsModuleSaysWhichFlagToPass() throws Exception {
    assertThat(outputOf("VECTOR"))
        .contains(
            "vector kernels need the module jdk.incubator.vector, which this JVM does not have:"
                + " start it with --add-modules=jdk.incubator.vector");
  }

  @Test
  void autoWithoutTheModuleWarnsAndTakesScalar() throws Exception {
    assertThat(outputOf("AUTO"))
        .contains("WARN")
        .contains("module jdk.incubator.vector is missing, running the slow scalar kernels")
        .contains("scalar" + System.lineSeparator());
  }

  private static String outputOf(String provider) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Probe.class.getName());
    command.add(provider);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}

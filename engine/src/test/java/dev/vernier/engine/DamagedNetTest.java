package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.vernier.engine.kernel.KernelProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A real net with hostile numbers in it: loads and runs, or ends in an error that says why. */
class DamagedNetTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("vernier.root"), "datasets", "fashion-mnist");
  private static final Option OPTION =
      Option.defaults()
          .withKernels(
              KernelProvider.valueOf(
                  System.getProperty("vernier.kernels").toUpperCase(Locale.ROOT)));
  private static final String[] HOSTILE = {
    "0", "-1", "1", "3", "7", "-233", "-234", "65536", "100000", "2147483647", "-2147483648", "1e30"
  };
  private static final int CASES = 600;
  private static final long SEED = 20261122;

  @Test
  void neverCrashes() throws IOException {
    String text = Files.readString(FOLDER.resolve("fmnist.param"), StandardCharsets.US_ASCII);
    byte[] bin = Files.readAllBytes(FOLDER.resolve("fmnist.bin"));
    Random random = new Random(SEED);
    int refused = 0;
    int ran = 0;
    for (int i = 0; i < CASES; i++) {
      String damaged = damage(text, random);
      try {
        Net net = Net.load(damaged.getBytes(StandardCharsets.US_ASCII), bin, "damaged");
        Extractor extractor = net.extractor(OPTION);
        extractor.input(net.inputs().get(0).index(), Mat.create(Mat.Type.FLOAT32, 28, 28, 1));
        extractor.extract(net.outputs().get(0).index());
        ran++;
      } catch (NetException | IllegalArgumentException e) {
        assertThat(e.getMessage()).as("case %d of seed %d", i, SEED).startsWith("damaged.");
        refused++;
      } catch (RuntimeException | Error e) {
        fail("case " + i + " of seed " + SEED + ":\n" + damaged, e);
      }
    }
    assertThat(refused).isPositive();
    assertThat(ran).isPositive();
  }

  /** Puts a hostile number into one word of one layer. */
  private static String damage(String text, Random random) {
    String[] lines = text.split("\n");
    int line = 2 + random.nextInt(lines.length - 2);
    String[] words = lines[line].split(" +");
    int word = 2 + random.nextInt(words.length - 2);
    String number = HOSTILE[random.nextInt(HOSTILE.length)];
    int equals = words[word].indexOf('=');
    words[word] = words[word].substring(0, equals + 1) + number;
    lines[line] = String.join(" ", words);
    return String.join("\n", lines) + "\n";
  }
}

package dev.vernier.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.replay.LayerReplay;
import dev.vernier.engine.replay.ReplayResult;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded case of ncnn's plain layers, under the kernels that the build tests. */
class LayerGoldensTest {

  static List<Path> zips() throws IOException, URISyntaxException {
    Path folder = Path.of(LayerGoldensTest.class.getResource("/goldens/layers").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("zips")
  void agreesWithNcnn(Path zip) throws IOException {
    String name = System.getProperty("vernier.kernels", "scalar").toUpperCase(Locale.ROOT);

    ReplayResult result = LayerReplay.run(zip, KernelProvider.valueOf(name));

    assertThat(result.failures()).isEmpty();
    assertThat(result.total()).isPositive();
    assertThat(result.passed()).isEqualTo(result.total());
    assertThat(result.worstError()).isLessThanOrEqualTo(LayerReplay.TOLERANCE);
  }
}

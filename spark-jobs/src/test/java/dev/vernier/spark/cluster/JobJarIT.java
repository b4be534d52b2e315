package dev.vernier.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the shaded job jar holds and what it leaves to the cluster. */
class JobJarIT {
  private static final long MOST_BYTES = 15_000_000;
  private static final LocalDateTime BUILT =
      OffsetDateTime.parse(System.getProperty("vernier.built")).toLocalDateTime();
  private static final Path JAR = Path.of(System.getProperty("vernier.jar"));

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
    }
  }

  private static String text(String entry) throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), UTF_8);
    }
  }

  @Test
  void everyClassIsOursOrRelocatedSoNothingOfSparkHadoopScalaOrALogCanBeInIt() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("dev/vernier/"));
  }

  @Test
  void whatIsNotAClassIsKnown() throws IOException {
    assertThat(entries())
        .filteredOn(name -> !name.endsWith(".class") && !name.startsWith("dev/vernier/"))
        .containsExactlyInAnyOrder(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            "META-INF/services/javax.imageio.spi.ImageInputStreamSpi",
            "META-INF/services/javax.imageio.spi.ImageReaderSpi",
            "profiles/ClayRGB1998.icc");
  }

  @Test
  void servicesNameRelocatedClassesThatAreThere() throws IOException {
    List<String> entries = entries();
    for (String services : entries) {
      if (!services.startsWith("META-INF/services/")) {
        continue;
      }
      assertThat(text(services).lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
          .as(services)
          .isNotEmpty()
          .allSatisfy(name -> assertThat(entries).contains(name.replace('.', '/') + ".class"));
    }
  }

  @Test
  void theManifestNamesTheCommandLine() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Main-Class")).isEqualTo("dev.vernier.spark.cli.Main");
      assertThat(JAR.getFileName().toString())
          .isEqualTo(
              "vernier-spark-jobs-" + manifest.getValue("Implementation-Version") + "-all.jar");
    }
  }

  @Test
  void itIsSmall() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
  }

  @Test
  void aBuildLeavesNoTimeOfItsOwnInIt() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().filter(entry -> !entry.getName().contains("/shaded/")))
          .filteredOn(entry -> entry.getName().startsWith("dev/vernier/") && !entry.isDirectory())
          .extracting(ZipEntry::getTimeLocal)
          .isNotEmpty()
          .containsOnly(BUILT);
    }
  }
}

package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.io.ArchivePath;
import dev.vernier.engine.layer.LayerRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a net comes from, it is the same net. */
class NetSourcesTest {
  private static final Path FASHION =
      Path.of(System.getProperty("vernier.root"), "datasets", "fashion-mnist");
  private static final String INT8 = "/goldens/nets/fmnist/fmnist-int8.kl";

  @TempDir Path folder;

  @Test
  void aBinaryParamIsTheSameNetWithoutNames() throws IOException {
    Net named = Net.load(FASHION.resolve("fmnist.param"), FASHION.resolve("fmnist.bin"));
    Net numbered = Net.load(FASHION.resolve("fmnist.param.bin"), FASHION.resolve("fmnist.bin"));
    assertThat(numbered.blobs()).hasSameSizeAs(named.blobs());
    assertThat(numbered.layers()).hasSameSizeAs(named.layers());
    assertThat(answer(numbered)).isEqualTo(answer(named));
    int inner = named.blob("i1_b").index();
    Extractor extractor = numbered.extractor();
    extractor.input("0", image());
    float[] byName = extractor.extract(Integer.toString(inner)).copy().floats();
    extractor.input(0, image());
    assertThat(extractor.extract(inner).copy().floats()).isEqualTo(byName);
  }

  @ParameterizedTest
  @ValueSource(strings = {"net.param", "net.param.bin", "net"})
  void memoryAndStreamsTakeBothForms(String name) throws IOException {
    Path file = FASHION.resolve(name.endsWith(".bin") ? "fmnist.param.bin" : "fmnist.param");
    byte[] bin = Files.readAllBytes(FASHION.resolve("fmnist.bin"));
    Net fromMemory = Net.load(Files.readAllBytes(file), bin, name);
    assertThat(fromMemory.name()).isEqualTo(name.equals("net") ? "net.param" : name);
    try (InputStream paramStream = Files.newInputStream(file);
        InputStream binStream = Files.newInputStream(FASHION.resolve("fmnist.bin"))) {
      Net streamed = Net.load(paramStream, binStream, name, LayerRegistry.builtin());
      assertThat(answer(streamed)).isEqualTo(answer(fromMemory));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fmnist.param", "fmnist.param.bin"})
  void randomWeightsTakeBothForms(String name) throws IOException {
    Net net = Net.withRandomWeights(FASHION.resolve(name), 1);
    assertThat(net.outputs()).hasSize(1);
    assertThat(answer(net))
        .isEqualTo(answer(Net.withRandomWeights(FASHION.resolve("fmnist.param"), 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fmnist.param", "fmnist.param.bin"})
  void loadsFromAnArchive(String name) throws IOException {
    Path archive = folder.resolve("nets.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.createDirectory(zip.getPath("/small"));
      Files.copy(FASHION.resolve(name), zip.getPath("/small", name));
      Files.copy(FASHION.resolve("fmnist.bin"), zip.getPath("/small/fmnist.bin"));
    }
    float[] expected =
        answer(Net.load(FASHION.resolve("fmnist.param"), FASHION.resolve("fmnist.bin")));
    try (FileSystem zip = FileSystems.newFileSystem(archive)) {
      Net net = Net.load(zip.getPath("/small", name), zip.getPath("/small/fmnist.bin"));
      assertThat(answer(net)).isEqualTo(expected);
    }
    try (ArchivePath param = ArchivePath.open(archive + "!/small/" + name);
        ArchivePath bin = ArchivePath.open(archive + "!/small/fmnist.bin")) {
      assertThat(answer(Net.load(param.path(), bin.path()))).isEqualTo(expected);
    }
    try (ArchivePath param = ArchivePath.open(archive + "!/none.param")) {
      assertThatThrownBy(() -> Net.load(param.path(), param.path()))
          .isInstanceOf(NetException.class)
          .hasMessageStartingWith("/none.param cannot be read: ");
    }
  }

  @Test
  void tellsArchivesFromOtherPaths() throws IOException {
    assertThat(ArchivePath.archive("a/b.ZIP!/c/d.param")).isEqualTo("a/b.ZIP");
    assertThat(ArchivePath.entry("a/b.ZIP!/c/d.param")).isEqualTo("c/d.param");
    assertThat(ArchivePath.archive("a.jar!/b.zip!/c")).isEqualTo("a.jar");
    assertThat(ArchivePath.archive("wow!/net.param")).isNull();
    assertThat(ArchivePath.entry("net.zip")).isNull();
    try (ArchivePath plain = ArchivePath.open("wow!/net.param")) {
      assertThat(plain.path()).isEqualTo(Path.of("wow!/net.param"));
    }
    assertThatThrownBy(() -> ArchivePath.open(folder.resolve("none.zip") + "!/net.param"))
        .isInstanceOf(NetException.class)
        .hasMessageStartingWith(folder.resolve("none.zip") + " cannot be read as an archive: ");
    Path odd = Files.writeString(folder.resolve("odd.zip"), "no archive");
    assertThatThrownBy(() -> ArchivePath.open(odd + "!/net.param"))
        .isInstanceOf(NetException.class)
        .hasMessageStartingWith(odd + " cannot be read as an archive: ");
  }

  @Test
  void loadsFromTheClassPath() throws IOException {
    Net net = Net.loadResource(NetSourcesTest.class, INT8 + ".param", INT8 + ".bin");
    assertThat(net.name()).isEqualTo("fmnist-int8.kl.param");
    assertThat(answer(net)).hasSize(10);
    assertThatThrownBy(() -> Net.loadResource(NetSourcesTest.class, "none.param", "none.bin"))
        .isInstanceOf(NetException.class)
        .hasMessage(
            "no resource \"none.param\" on the class path of dev.vernier.engine.NetSourcesTest");
    assertThatThrownBy(
            () -> Net.loadResource(NetSourcesTest.class, INT8 + ".param", INT8 + ".param"))
        .isInstanceOf(NetException.class)
        .hasMessageStartingWith("fmnist-int8.kl.param at byte ");
  }

  private static float[] answer(Net net) {
    Extractor extractor = net.extractor();
    extractor.input(0, image());
    return extractor.extract(net.outputs().get(0).index()).copy().floats();
  }

  private static Mat image() {
    Mat image = Mat.create(Mat.Type.FLOAT32, 28, 28, 1);
    for (int i = 0; i < image.size(); i++) {
      image.floats()[i] = i % 17 / 17f;
    }
    return image;
  }
}

package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.layer.UnsupportedLayerException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetTest {
  @TempDir Path folder;

  @Test
  void knowsItsBlobsInputsAndOutputs() throws Exception {
    Path param =
        Files.writeString(
            folder.resolve("small.param"),
            """
            7767517
            4 5
            Input a 0 1 a
            Input b 0 1 b
            Sum sum 2 1 a b s
            Split split 1 2 s x y
            """);
    Path bin = Files.write(folder.resolve("small.bin"), new byte[0]);
    Net net = Net.load(param, bin, TestLayers.registry());
    assertThat(net.name()).isEqualTo("small.param");
    assertThat(net.layers()).hasSize(4);
    assertThat(net.blob("s")).isEqualTo(new Blob(2, "s", 2, List.of(3)));
    assertThat(net.inputs()).extracting(Blob::name).containsExactly("a", "b");
    assertThat(net.outputs()).extracting(Blob::name).containsExactly("x", "y");
  }

  @Test
  void namesAnUnknownLayerType() {
    byte[] param = "7767517\n1 1\nTeleport there 0 1 out\n".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> Net.load(param, new byte[0], "odd"))
        .isInstanceOf(UnsupportedLayerException.class)
        .hasMessageStartingWith(
            "odd.param line 3: layer \"there\" (Teleport): no such layer type; known are [");
  }
}

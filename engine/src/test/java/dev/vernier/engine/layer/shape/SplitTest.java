package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Test
  void everyTopIsTheBottom() {
    Mat bytes = Mat.wrap(new byte[] {1, 2, 3}, 1, 3, 1, 1, 1);
    assertThat(OneLayerNet.of("Split", "").blobs(1, 3).runAll(bytes))
        .hasSize(3)
        .allSatisfy(top -> assertThat(top.copy().bytes()).containsExactly(1, 2, 3));
  }
}

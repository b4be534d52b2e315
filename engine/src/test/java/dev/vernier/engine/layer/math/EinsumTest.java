package dev.vernier.engine.layer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.OneLayerNet;
import org.junit.jupiter.api.Test;

class EinsumTest {
  private static OneLayerNet net(String equation, int bottoms) {
    StringBuilder params = new StringBuilder("-23300=" + equation.length());
    equation.chars().forEach(code -> params.append(',').append(code));
    return OneLayerNet.of("Einsum", params.toString()).blobs(bottoms, 1);
  }

  private static Mat square() {
    return Mat.wrap(new float[] {1, 2, 3, 4}, 2, 2, 2, 1, 1);
  }

  @Test
  void sumsTheDiagonal() {
    assertThat(OneLayerNet.values(net("ii", 1).run(square()))).containsExactly(5);
  }

  @Test
  void sumsRowsAndColumns() {
    assertThat(OneLayerNet.values(net("ij->i", 1).run(square()))).containsExactly(3, 7);
    assertThat(OneLayerNet.values(net("ji->i", 1).run(square()))).containsExactly(4, 6);
  }

  @Test
  void multipliesMatrices() {
    assertThat(OneLayerNet.values(net("ik,kj->ij", 2).run(square(), square())))
        .containsExactly(7, 10, 15, 22);
  }

  @Test
  void rejectsSizesThatDifferAndEquationsThatNameNoTop() {
    assertThatThrownBy(() -> net("ij,j->i", 2).run(square(), Mat.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bottom \"in1\" is (3) float32, expected size 2 for j");
    assertThatThrownBy(() -> net("ij->", 1).net())
        .hasMessageContaining("equation is \"ij->\", must end in -> and i, ij, ijk or ijkl");
  }
}

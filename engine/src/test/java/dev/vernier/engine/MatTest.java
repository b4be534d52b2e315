package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatTest {

  @Test
  void knowsItsShape() {
    Mat mat = Mat.create(Mat.Type.FLOAT32, 5, 4, 3, 2);
    assertThat(mat.dims()).isEqualTo(4);
    assertThat(mat.size()).isEqualTo(120);
    assertThat(mat.channelSize()).isEqualTo(60);
    assertThat(mat).hasToString("(5, 4, 3, 2) float32");
  }

  @Test
  void refusesSizesBelowOne() {
    assertThatThrownBy(() -> Mat.create(Mat.Type.INT8, 5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape 5 x 0 x 1 x 1 has a size below 1");
  }

  @Test
  void refusesMoreElementsThanAnArrayHolds() {
    assertThatThrownBy(() -> Mat.create(Mat.Type.INT8, 65536, 65536, 65536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape 65536 x 65536 x 1 x 65536 has more than 2^31 - 1 elements");
  }

  @Test
  void refusesAnArrayThatIsTooShort() {
    assertThatThrownBy(() -> Mat.wrap(new float[5], 2, 3, 2, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("array holds 5 elements, shape (3, 2) needs 6");
  }

  @Test
  void sharesElementsWhenReshapedAndNotWhenCopied() {
    Mat mat = Mat.of(1, 2, 3, 4, 5, 6);
    Mat view = mat.reshaped(2, 3, 2, 1, 1);
    Mat copy = view.copy();
    mat.floats()[0] = 9;
    assertThat(view.floats()[0]).isEqualTo(9f);
    assertThat(copy.floats()[0]).isEqualTo(1f);
    assertThatThrownBy(() -> mat.reshaped(1, 5, 1, 1, 1))
        .hasMessage("mat (6) float32 cannot become 5 x 1 x 1 x 1");
  }

  @Test
  void refusesTheWrongAccessor() {
    assertThatThrownBy(() -> Mat.of(1f).bytes())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mat (1) float32 does not hold int8");
  }

  @Test
  void anEmptyMatHasNoElements() {
    Mat empty = Mat.empty(Mat.Type.INT8);
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.toString()).isEqualTo("(0) int8");
    assertThat(empty.copy().size()).isZero();
    assertThat(Mat.of(1).isEmpty()).isFalse();
  }
}

package dev.vernier.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Mat;
import org.junit.jupiter.api.Test;

class SignalErrorTest {

  @Test
  void workedByHand() {
    SignalError error = new SignalError();
    error.add(Mat.of(3f, 0f, -4f), Mat.of(3f, 1f, -2f));

    // Signal 25, noise 0 + 1 + 4, products 9 + 8, squares found 9 + 1 + 4.
    assertThat(error.noise()).isEqualTo(0.2);
    assertThat(error.sqnr()).isCloseTo(6.9897, within(1e-4));
    assertThat(error.cosine()).isCloseTo(17 / Math.sqrt(25 * 14), within(1e-12));
    assertThat(error.meanError()).isEqualTo(1);
    assertThat(error.largestError()).isEqualTo(2);
    assertThat(error.elements()).isEqualTo(3);
  }

  @Test
  void partsMergeToTheWhole() {
    SignalError whole = new SignalError();
    whole.add(Mat.of(1f, 2f, 3f, 4f), Mat.of(1f, 1f, 3f, 6f));
    SignalError first = new SignalError();
    first.add(Mat.of(1f, 2f), Mat.of(1f, 1f));
    SignalError second = new SignalError();
    second.add(Mat.of(3f, 4f), Mat.of(3f, 6f));

    assertThat(first.merge(second).toString()).isEqualTo(whole.toString());
    assertThat(first.largestError()).isEqualTo(2);
    assertThat(first.meanError()).isEqualTo(0.75);
  }

  @Test
  void silenceHasNoAngle() {
    SignalError none = new SignalError();
    assertThat(none.cosine()).isEqualTo(1);
    assertThat(none.sqnr()).isInfinite();
    assertThat(none.meanError()).isZero();
    none.add(Mat.of(0f), Mat.of(0.5f));
    assertThat(none.cosine()).isZero();
    assertThat(none.sqnr()).isZero();
    assertThat(none.noise()).isInfinite();
  }

  @Test
  void whatIsNotFiniteIsCountedApart() {
    SignalError error = new SignalError();
    error.add(
        Mat.of(1f, Float.NaN, Float.POSITIVE_INFINITY, 2f),
        Mat.of(1f, 1f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));

    assertThat(error.nonFinite()).isEqualTo(3);
    assertThat(error.meanError()).isZero();
    assertThat(error.cosine()).isEqualTo(1);
  }

  @Test
  void shapesMustBeTheSame() {
    assertThatThrownBy(() -> new SignalError().add(Mat.of(1f, 2f), Mat.of(1f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only float32 mats of one shape compare");
  }
}

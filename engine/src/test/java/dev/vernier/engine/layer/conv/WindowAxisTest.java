package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowAxisTest {

  @Test
  void countsPlaceTheWindowAsGiven() {
    WindowAxis axis = new WindowAxis(3, 2, 2, 1, 4);
    assertThat(axis.extent()).isEqualTo(5);
    assertThat(axis.padded(6, WindowAxis.Padding.COUNTS)).isEqualTo(11);
    assertThat(axis.place(6, WindowAxis.Padding.COUNTS)).isEqualTo(new WindowAxis.Span(1, 4));
  }

  @Test
  void samePaddingGivesAWindowForEachStride() {
    WindowAxis axis = new WindowAxis(4, 1, 3, -233, -233);
    // Windows start at 0, 3 and 6 of 7 elements and end at 10: three elements of padding.
    assertThat(axis.place(7, WindowAxis.Padding.SAME_UPPER)).isEqualTo(new WindowAxis.Span(1, 3));
    assertThat(axis.place(7, WindowAxis.Padding.SAME_LOWER)).isEqualTo(new WindowAxis.Span(2, 3));
  }

  @Test
  void samePaddingNeverCutsTheInput() {
    WindowAxis axis = new WindowAxis(1, 1, 3, -233, -233);
    assertThat(axis.padded(6, WindowAxis.Padding.SAME_UPPER)).isEqualTo(6);
    assertThat(axis.place(6, WindowAxis.Padding.SAME_UPPER)).isEqualTo(new WindowAxis.Span(0, 2));
  }
}

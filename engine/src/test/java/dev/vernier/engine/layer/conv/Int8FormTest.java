package dev.vernier.engine.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Int8FormTest {

  @Test
  void roundsHalfAwayFromZeroAndClamps() {
    assertThat(Int8Form.quantize(0.5f)).isEqualTo((byte) 1);
    assertThat(Int8Form.quantize(-0.5f)).isEqualTo((byte) -1);
    assertThat(Int8Form.quantize(2.5f)).isEqualTo((byte) 3);
    assertThat(Int8Form.quantize(-2.4999998f)).isEqualTo((byte) -2);
    assertThat(Int8Form.quantize(Math.nextDown(0.5f))).isEqualTo((byte) 0);
    assertThat(Int8Form.quantize(1e9f)).isEqualTo((byte) 127);
    assertThat(Int8Form.quantize(-128f)).isEqualTo((byte) -127);
    assertThat(Int8Form.quantize(Float.NEGATIVE_INFINITY)).isEqualTo((byte) -127);
    assertThat(Int8Form.quantize(Float.NaN)).isEqualTo((byte) 0);
  }
}

package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightTest {

  private static float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i - 0.5f;
    }
    return values;
  }

  @Test
  void elementsThatAreHeldElsewhereComeFromThere() {
    Weight weight = Weight.float32(values(3));
    weight.heldBy(() -> new float[] {1, 2, 3});
    assertThat(weight.toFloats()).containsExactly(1, 2, 3);
    assertThat(weight.toFloats()).isNotSameAs(weight.toFloats());
    assertThat(weight.bytes()).isEqualTo(12);
  }

  @Test
  void elementsThatNobodyHoldsStay() {
    float[] values = values(3);
    Weight weight = Weight.float32(values);
    weight.heldBy(null);
    assertThat(weight.toFloats()).isSameAs(values);
  }

  static Stream<Weight> compact() {
    return Stream.of(
        Weight.float16(new short[] {0x3c00, 0x4000}),
        Weight.table(values(256), new byte[] {3, 1}),
        Weight.int8(new byte[] {1, 2}));
  }

  @ParameterizedTest
  @MethodSource("compact")
  void otherStoragesStay(Weight weight) throws Exception {
    float[] before = weight.toFloats();
    weight.heldBy(() -> new float[2]);
    assertThat(weight.toFloats()).isEqualTo(before);
    assertThat(copy(weight).toFloats()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16384, 16385, 100_000})
  void travels(int count) throws Exception {
    Weight weight = Weight.float32(values(count));
    assertThat(copy(weight).toFloats()).isEqualTo(values(count));
    weight.heldBy(() -> values(count));
    Weight arrived = copy(weight);
    assertThat(arrived.toFloats()).isEqualTo(values(count)).isSameAs(arrived.toFloats());
  }

  private static Weight copy(Weight weight) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(weight);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Weight) in.readObject();
    }
  }
}

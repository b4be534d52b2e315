package dev.vernier.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.layer.LayerRegistry.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerRegistryTest {
  private static final LayerFactory NONE =
      (spec, weights) -> {
        throw new AssertionError("nothing is built here");
      };

  @Test
  void numbersCustomTypesInTheirOrder() {
    LayerRegistry first = LayerRegistry.builtin().with("One", NONE);
    LayerRegistry second = first.with("Two", NONE).with("One", (spec, weights) -> null);
    assertThat(first.entry(256).type()).isEqualTo("One");
    assertThat(first.entry(257)).isNull();
    assertThat(second.entry(256).type()).isEqualTo("One");
    assertThat(second.entry(257).type()).isEqualTo("Two");
    assertThat(second.entry(256).factory()).isNotSameAs(NONE);
    assertThat(LayerRegistry.builtin().entry(256)).as("not touched").isNull();
  }

  @Test
  void keepsTheNumberOfABuiltinTypeThatIsReplaced() {
    LayerRegistry layers = LayerRegistry.builtin().with("Convolution", NONE);
    assertThat(layers.entry(6)).isEqualTo(new Entry(6, "Convolution", NONE));
    assertThat(layers.entries()).hasSameSizeAs(LayerRegistry.builtin().entries());
    assertThat(LayerRegistry.builtin().entry(6).factory()).isNotSameAs(NONE);
  }

  @Test
  void holdsAsManyCustomTypesAsHaveNumbers() {
    LayerRegistry layers = new LayerRegistry(List.of());
    for (int i = 0; i < 256; i++) {
      layers = layers.with("T" + i, NONE);
    }
    LayerRegistry full = layers;
    assertThat(full.entry(511).type()).isEqualTo("T255");
    assertThatThrownBy(() -> full.with("T256", NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer type T256 would be one custom type too many, 256 fit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "My Layer", "Tab\t"})
  void takesOnlyNamesThatAParamCanHold(String type) {
    assertThatThrownBy(() -> LayerRegistry.builtin().with(type, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer type \"" + type + "\" must be one word, as a param file can hold it");
  }

  @Test
  void refusesATypeThatStandsTwice() {
    List<Entry> twice = List.of(new Entry(1, "A", NONE), new Entry(1, "B", NONE));
    assertThatThrownBy(() -> new LayerRegistry(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer type B (number 1) is registered twice");
  }
}

package dev.vernier.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParamDictTest {

  @Test
  void putsANewParameterWhereNcnnsToolsWriteIt() {
    ParamDict params = ParamDict.EMPTY.with(9, 6).with(0, 16).with(5, 1);
    assertThat(List.copyOf(params.ids())).containsExactly(0, 5, 9);
    assertThat(List.copyOf(params.with(8, 2).ids())).containsExactly(0, 5, 8, 9);
    ParamDict hinted = params.with(30, new int[4]);
    assertThat(List.copyOf(hinted.ids())).as("hints come first").containsExactly(30, 0, 5, 9);
    assertThat(List.copyOf(ParamDict.EMPTY.with(30, new int[4]).with(0, 1).with(31, 1).ids()))
        .containsExactly(30, 0, 31);
  }

  @Test
  void replacesAndRemovesWithoutTouchingTheOld() {
    ParamDict params = ParamDict.EMPTY.with(0, 1).with(1, 2);
    ParamDict changed = params.with(0, 7);
    assertThat(changed.values()).isEqualTo(Map.of(0, 7, 1, 2));
    assertThat(List.copyOf(changed.ids())).containsExactly(0, 1);
    assertThat(changed.without(1).values()).isEqualTo(Map.of(0, 7));
    assertThat(params.values()).isEqualTo(Map.of(0, 1, 1, 2));
  }

  @Test
  void readsWholeNumbersThatAreTheBitsOfFloatsAsThose() {
    // yolov4-tiny's masks stand in its file like that.
    ParamDict params =
        ParamDict.EMPTY
            .with(5, new int[] {1077936128, 1065353216})
            .with(6, new int[] {3, -1})
            .with(7, 1056964608);
    assertThat((float[]) params.getReal(5)).containsExactly(3f, 1f);
    assertThat((int[]) params.getWhole(5)).containsExactly(1077936128, 1065353216);
    assertThat((int[]) params.getReal(6)).containsExactly(3, -1);
    assertThat(params.getReal(7)).isEqualTo(0.5f);
  }

  @Test
  void takesIdsFrom0To31() {
    assertThatThrownBy(() -> ParamDict.EMPTY.with(32, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter ids [32] pass 0 to 31");
  }
}

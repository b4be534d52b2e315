package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CropRegionTest {
  private static final int[] EXTENTS = {4, 6};
  private static final int[] NONE = {};

  private static CropRegion slice(int start, int end) {
    return CropRegion.slice(EXTENTS, new int[] {start}, new int[] {end}, new int[] {1});
  }

  private static CropRegion part(int offset, int size) {
    return new CropRegion(new int[] {0, offset}, new int[] {4, size});
  }

  @Test
  void slicesAsNumPyDoes() {
    assertThat(slice(1, 3)).isEqualTo(part(1, 2));
    assertThat(slice(-2, 0)).isEqualTo(part(4, 2));
    assertThat(slice(-233, -1)).isEqualTo(part(0, 5));
    assertThat(slice(2, 99)).isEqualTo(part(2, 4));
    assertThat(slice(2, Integer.MAX_VALUE)).isEqualTo(part(2, 4));
    assertThat(CropRegion.slice(EXTENTS, new int[] {1, 2}, new int[] {2, 4}, NONE))
        .isEqualTo(new CropRegion(new int[] {1, 2}, new int[] {1, 2}));
  }

  @Test
  void aPartOutsideOrEmptyDoesNotFit() {
    assertThat(slice(1, 3).fits(EXTENTS)).isTrue();
    assertThat(slice(3, 3).fits(EXTENTS)).isFalse();
    assertThat(slice(-9, 3).fits(EXTENTS)).isFalse();
    assertThat(slice(Integer.MAX_VALUE, 3).fits(EXTENTS)).isFalse();
    assertThat(part(Integer.MAX_VALUE, Integer.MAX_VALUE).fits(EXTENTS)).isFalse();
  }
}

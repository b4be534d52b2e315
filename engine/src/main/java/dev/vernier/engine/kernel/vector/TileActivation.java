package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Activations over a tile of whole vectors that was written just before and still lies in L1. */
final class TileActivation {

  private TileActivation() {}

  /**
   * Applies an activation in place to rows of some vectors, ld elements apart.
   *
   * <p>The loops stand here, not in methods of their own, to make it longer than what C2 inlines:
   * see {@link VectorInt8#round}.
   */
  static void apply(Activation activation, float[] c, int at, int ld, int rows, int vectors) {
    float a = activation.a();
    float b = activation.b();
    switch (activation.kind()) {
      case NONE -> {}
      case RELU -> {
        for (int r = 0; r < rows; r++) {
          int end = at + r * ld + vectors * LANES;
          for (int i = at + r * ld; i < end; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, c, i);
            x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(c, i);
          }
        }
      }
      case LEAKY_RELU -> {
        for (int r = 0; r < rows; r++) {
          int end = at + r * ld + vectors * LANES;
          for (int i = at + r * ld; i < end; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, c, i);
            x.blend(x.mul(a), x.compare(VectorOperators.LT, 0f)).intoArray(c, i);
          }
        }
      }
      case CLIP -> {
        for (int r = 0; r < rows; r++) {
          int end = at + r * ld + vectors * LANES;
          for (int i = at + r * ld; i < end; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, c, i);
            FloatVector raised = x.blend(a, x.compare(VectorOperators.LT, a));
            raised.blend(b, raised.compare(VectorOperators.GT, b)).intoArray(c, i);
          }
        }
      }
      case HARD_SWISH -> {
        float lower = -b / a;
        float upper = 1f / a + lower;
        for (int r = 0; r < rows; r++) {
          int end = at + r * ld + vectors * LANES;
          for (int i = at + r * ld; i < end; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, c, i);
            x.mul(x.mul(a).add(b))
                .blend(0f, x.compare(VectorOperators.LT, lower))
                .blend(x, x.compare(VectorOperators.GT, upper))
                .intoArray(c, i);
          }
        }
      }
      case SIGMOID -> {
        for (int r = 0; r < rows; r++) {
          int row = at + r * ld;
          VectorLogistic.sigmoid(c, row, c, row, vectors * LANES);
        }
      }
      case MISH -> mish(c, at, ld, rows, vectors);
      case SWISH -> {
        for (int r = 0; r < rows; r++) {
          int row = at + r * ld;
          VectorLogistic.swish(c, row, c, row, vectors * LANES);
        }
      }
    }
  }

  private static void mish(float[] c, int at, int ld, int rows, int vectors) {
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        int i = at + r * ld + v * LANES;
        VectorMath.mish(FloatVector.fromArray(SPECIES, c, i)).intoArray(c, i);
      }
    }
  }
}

package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;

import dev.vernier.engine.kernel.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Activations over a tile of whole vectors that was written just before and still lies in L1. */
final class TileActivation {

  private TileActivation() {}

  /** Applies an activation in place to rows of some vectors, ld elements apart. */
  static void apply(Activation activation, float[] c, int at, int ld, int rows, int vectors) {
    switch (activation.kind()) {
      case NONE -> {}
      case RELU -> relu(c, at, ld, rows, vectors);
      case LEAKY_RELU -> leakyRelu(activation.a(), c, at, ld, rows, vectors);
      case CLIP -> clip(activation.a(), activation.b(), c, at, ld, rows, vectors);
      case HARD_SWISH -> hardSwish(activation.a(), activation.b(), c, at, ld, rows, vectors);
      case SIGMOID -> sigmoid(c, at, ld, rows, vectors);
      case MISH -> mish(c, at, ld, rows, vectors);
      case SWISH -> swish(c, at, ld, rows, vectors);
    }
  }

  private static void relu(float[] c, int at, int ld, int rows, int vectors) {
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        int i = at + r * ld + v * LANES;
        FloatVector x = FloatVector.fromArray(SPECIES, c, i);
        x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(c, i);
      }
    }
  }

  private static void leakyRelu(float slope, float[] c, int at, int ld, int rows, int vectors) {
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        int i = at + r * ld + v * LANES;
        FloatVector x = FloatVector.fromArray(SPECIES, c, i);
        x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoArray(c, i);
      }
    }
  }

  private static void clip(
      float least, float most, float[] c, int at, int ld, int rows, int vectors) {
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        int i = at + r * ld + v * LANES;
        FloatVector x = FloatVector.fromArray(SPECIES, c, i);
        FloatVector raised = x.blend(least, x.compare(VectorOperators.LT, least));
        raised.blend(most, raised.compare(VectorOperators.GT, most)).intoArray(c, i);
      }
    }
  }

  private static void hardSwish(
      float alpha, float beta, float[] c, int at, int ld, int rows, int vectors) {
    float lower = -beta / alpha;
    float upper = 1f / alpha + lower;
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        int i = at + r * ld + v * LANES;
        FloatVector x = FloatVector.fromArray(SPECIES, c, i);
        x.mul(x.mul(alpha).add(beta))
            .blend(0f, x.compare(VectorOperators.LT, lower))
            .blend(x, x.compare(VectorOperators.GT, upper))
            .intoArray(c, i);
      }
    }
  }

  private static void sigmoid(float[] c, int at, int ld, int rows, int vectors) {
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        int i = at + r * ld + v * LANES;
        VectorMath.sigmoid(FloatVector.fromArray(SPECIES, c, i)).intoArray(c, i);
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

  private static void swish(float[] c, int at, int ld, int rows, int vectors) {
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        int i = at + r * ld + v * LANES;
        VectorMath.swish(FloatVector.fromArray(SPECIES, c, i)).intoArray(c, i);
      }
    }
  }
}

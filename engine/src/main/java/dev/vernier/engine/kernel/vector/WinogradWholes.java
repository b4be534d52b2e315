package dev.vernier.engine.kernel.vector;

import static dev.vernier.engine.kernel.vector.Tile.INT_TYPE;
import static dev.vernier.engine.kernel.vector.Tile.LANES;
import static dev.vernier.engine.kernel.vector.Tile.SPECIES;
import static dev.vernier.engine.kernel.vector.Tile.TYPE;
import static dev.vernier.engine.kernel.vector.WinogradWeights.POSITIONS;

import dev.vernier.engine.kernel.ConvolutionShape;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Transformed int8 weights as whole numbers, whose sums are exact.
 *
 * <p>Sums of floats start at {@link VectorInt8#UNITS}, where they hold every whole number of up to
 * 2²² in magnitude, and their bits are then that number as an int. No sum of products is larger
 * than the root of the weights' squares times that of the tile's (Cauchy and Schwarz), whatever the
 * order. So before a panel is multiplied the squares of its tiles are summed, and the in channels
 * are cut in halves until that product allows each run of them; the runs are added as ints. A run
 * of {@link #LEAF} channels that is still too large is multiplied in ints.
 */
final class WinogradWholes implements WinogradMatrices {

  /** In channels that are not cut any more. */
  private static final int LEAF = 4;

  /** Less than the square of 2²² by more than the sums of squares are rounded. */
  private static final double LARGEST_IN_UNITS = 0x1p44 * (1 - 0x1p-10);

  /** The same for 2²⁴. */
  private static final double LARGEST = 16 * LARGEST_IN_UNITS;

  /** 1.5 · 2²⁶: a float of this size counts in eights. */
  private static final float EIGHTS = 8 * VectorInt8.UNITS;

  private static final int EIGHT_BITS = Float.floatToRawIntBits(EIGHTS);

  private static final int UNITS = Float.floatToRawIntBits(VectorInt8.UNITS);

  private final int inChannels;
  private final int outChannels;
  private final PackedRows[] positions = new PackedRows[POSITIONS];

  /** For each position and node of the tree of halves: the largest sum of squares of a row. */
  private final double[][] squares = new double[POSITIONS][];

  WinogradWholes(ConvolutionShape shape, byte[] weights) {
    this.inChannels = shape.inChannels();
    this.outChannels = shape.outChannels();
    float[] wholes = VectorInt8.widened(weights);
    float[] start = new float[outChannels];
    Arrays.fill(start, VectorInt8.UNITS);
    for (int position = 0; position < POSITIONS; position++) {
      float[] matrix = WinogradWeights.wholes(wholes, position);
      positions[position] = PackedRows.of(outChannels, inChannels, matrix, 0, start, 0);
      squares[position] = new double[4 * leaves()];
      for (int row = 0; row < outChannels; row++) {
        addSquares(matrix, row * inChannels, squares[position], 1, 0, leaves());
      }
    }
  }

  private int leaves() {
    return (inChannels + LEAF - 1) / LEAF;
  }

  private double addSquares(float[] matrix, int at, double[] most, int node, int first, int end) {
    double sum = 0;
    if (end - first == 1) {
      for (int q = first * LEAF; q < Math.min(inChannels, end * LEAF); q++) {
        sum += (double) matrix[at + q] * matrix[at + q];
      }
    } else {
      int half = (first + end) / 2;
      sum =
          addSquares(matrix, at, most, 2 * node, first, half)
              + addSquares(matrix, at, most, 2 * node + 1, half, end);
    }
    most[node] = Math.max(most[node], sum);
    return sum;
  }

  @Override
  public int rows() {
    return positions[0].paddedRows();
  }

  @Override
  public boolean areWhole() {
    return true;
  }

  @Override
  public int workSize() {
    return leaves() * LANES + rows() * Tile.COLUMNS;
  }

  @Override
  public void multiply(
      int position, int vectors, float[] v, int vAt, float[] sums, int sumsAt, float[] work) {
    squareTiles(v, vAt, vectors, work);
    Panel panel = new Panel(position, vectors, v, vAt, sums, sumsAt, work);
    if (fits(panel, 1, 0, leaves(), LARGEST_IN_UNITS)) {
      positions[position].multiply(true, 0, inChannels, v, vAt, vectors, sums, sumsAt);
    } else {
      run(panel, 1, 0, leaves(), false);
    }
  }

  /** What {@link #multiply} was given; squares and then a run's sums are in the working memory. */
  @SuppressWarnings("ArrayRecordComponent") // arguments, never compared
  private record Panel(
      int position, int vectors, float[] v, int vAt, float[] sums, int sumsAt, float[] work) {}

  /** The sums of squares of each leaf, lane by lane the largest of a panel's vectors. */
  private void squareTiles(float[] v, int vAt, int vectors, float[] work) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int width = vectors * LANES;
    int whole = inChannels / LEAF;
    for (int leaf = 0; leaf < whole; leaf++) {
      FloatVector most = zero;
      for (int i = 0; i < width; i += LANES) {
        int at = vAt + leaf * LEAF * width + i;
        FloatVector v0 = FloatVector.fromArray(SPECIES, v, at);
        FloatVector v1 = FloatVector.fromArray(SPECIES, v, at + width);
        FloatVector v2 = FloatVector.fromArray(SPECIES, v, at + 2 * width);
        FloatVector v3 = FloatVector.fromArray(SPECIES, v, at + 3 * width);
        most = v3.fma(v3, v2.fma(v2, v1.fma(v1, v0.mul(v0)))).max(most);
      }
      zero.add(most).intoArray(work, leaf * LANES);
    }
    if (whole < leaves()) {
      FloatVector sum = zero;
      for (int i = whole * LEAF * width; i < inChannels * width; i += LANES) {
        FloatVector last = FloatVector.fromArray(SPECIES, v, vAt + i);
        sum = last.fma(last, sum);
      }
      zero.add(sum).intoArray(work, whole * LANES);
    }
  }

  /** Adds the products of some leaves, which are a node of the tree of halves. */
  private void run(Panel panel, int node, int first, int end, boolean started) {
    if (fits(panel, node, first, end, LARGEST)) {
      int from = first * LEAF;
      int width = panel.vectors * LANES;
      int at = panel.vAt + from * width;
      float[] run = started ? panel.work : panel.sums;
      int to = started ? leaves() * LANES : panel.sumsAt;
      positions[panel.position].multiply(
          false, from, Math.min(inChannels, end * LEAF), panel.v, at, panel.vectors, run, to);
      if (started) {
        add(run, to, panel.sums, panel.sumsAt, rows() * width);
      } else {
        convert(run, to, rows() * width);
      }
    } else if (end - first == 1) {
      if (!started) {
        RowCopy.fill(VectorInt8.UNITS, panel.sums, panel.sumsAt, rows() * panel.vectors * LANES);
      }
      inIntegers(panel, first * LEAF, Math.min(inChannels, end * LEAF));
    } else {
      int half = (first + end) / 2;
      run(panel, 2 * node, first, half, started);
      run(panel, 2 * node + 1, half, end, true);
    }
  }

  private boolean fits(Panel panel, int node, int first, int end, double most) {
    return squares[panel.position][node] * largest(panel.work, first, end) <= most;
  }

  private static float largest(float[] squares, int first, int end) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector sum = zero;
    for (int i = first * LANES; i < end * LANES; i += LANES) {
      sum = FloatVector.fromArray(SPECIES, squares, i).add(sum);
    }
    return zero.add(sum).reduceLanes(VectorOperators.MAX);
  }

  /** Makes whole numbers of up to 2²⁴ to the bits of an int, UNITS too large. */
  private static void convert(float[] sums, int at, int n) {
    for (int i = at; i < at + n; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, i);
      FloatVector eights = sum.add(EIGHTS);
      FloatVector rest = sum.sub(eights.sub(EIGHTS)).add(VectorInt8.UNITS);
      TYPE.cast(
              INT_TYPE
                  .cast(eights.reinterpretAsInts())
                  .sub(EIGHT_BITS)
                  .lanewise(VectorOperators.LSHL, 3)
                  .add(INT_TYPE.cast(rest.reinterpretAsInts()))
                  .reinterpretAsFloats())
          .intoArray(sums, i);
    }
  }

  /** Converts sums of a run, and adds them to others that are. */
  private static void add(float[] run, int at, float[] sums, int sumsAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, run, at + i);
      FloatVector eights = sum.add(EIGHTS);
      FloatVector rest = sum.sub(eights.sub(EIGHTS)).add(VectorInt8.UNITS);
      TYPE.cast(
              INT_TYPE
                  .cast(eights.reinterpretAsInts())
                  .lanewise(VectorOperators.LSHL, 3)
                  .add(INT_TYPE.cast(rest.reinterpretAsInts()))
                  .sub((EIGHT_BITS << 3) + UNITS)
                  .add(
                      INT_TYPE.cast(
                          FloatVector.fromArray(SPECIES, sums, sumsAt + i).reinterpretAsInts()))
                  .reinterpretAsFloats())
          .intoArray(sums, sumsAt + i);
    }
  }

  private void inIntegers(Panel panel, int from, int to) {
    int width = panel.vectors * LANES;
    PackedRows weights = positions[panel.position];
    for (int row = 0; row < outChannels; row++) {
      for (int q = from; q < to; q++) {
        int weight = (int) weights.value(row, q);
        int at = panel.vAt + q * width;
        int to0 = panel.sumsAt + row * width;
        for (int i = 0; i < width; i += LANES) {
          FloatVector v = FloatVector.fromArray(SPECIES, panel.v, at + i).add(VectorInt8.UNITS);
          IntVector sum =
              INT_TYPE.cast(
                  FloatVector.fromArray(SPECIES, panel.sums, to0 + i).reinterpretAsInts());
          IntVector product = INT_TYPE.cast(v.reinterpretAsInts()).sub(UNITS).mul(weight);
          TYPE.cast(product.add(sum).reinterpretAsFloats()).intoArray(panel.sums, to0 + i);
        }
      }
    }
  }
}

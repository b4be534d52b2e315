package dev.vernier.engine.layer.recurrent;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.Weight;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Prepared;
import dev.vernier.engine.layer.StaticallyQuantizable;
import dev.vernier.engine.layer.Workspace;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link RNN}, {@link LSTM} and {@link GRU} have in common: a pass over the rows of a bottom
 * (size, steps), forwards, backwards or both, that gives (num_output, steps) a direction, side by
 * side. States may come in as further bottoms and go out as further tops.
 *
 * <p>The products of all rows with the input weights do not depend on the state and are one matrix
 * product ahead of the steps.
 */
abstract class RecurrentLayer extends Layer implements StaticallyQuantizable {
  private static final long serialVersionUID = 1L;

  /** Elements of an output. */
  static final IntParam NUM_OUTPUT = IntParam.of(0, "num_output").atLeast(1);

  /** Number of weights for inputs, of all gates and directions. */
  static final IntParam WEIGHT_DATA_SIZE = IntParam.of(1, "weight_data_size").atLeast(1);

  /** 0 forwards, 1 backwards, 2 both. */
  static final IntParam DIRECTION = IntParam.of(2, "direction").atLeast(0).atMost(2);

  /** Other than 0 where the weights are int8 and their scales follow. */
  static final IntParam INT8_SCALE_TERM = IntParam.of(8, "int8_scale_term");

  private static final int BACKWARDS = 1;
  private static final int BOTH = 2;

  /** The products of one direction. */
  private record Direction(GateProduct ofInputs, GateProduct ofState, StateStep step) {}

  private final int outputs;
  private final int size;
  private final int direction;
  private final int states;
  private final GateWeights inputWeights;
  private final float[] bias;
  private final GateWeights stateWeights;
  private final Weight projection;
  private final Prepared<Direction[]> directions = new Prepared<>();

  /**
   * Reads a layer.
   *
   * @param gates how many gates have weights
   * @param units elements of a gate
   * @param biases how many runs of {@code units} biases there are
   * @param states how many states there are: bottoms beside the first
   */
  RecurrentLayer(
      LayerSpec spec, WeightSource source, int gates, int units, int biases, int states) {
    super(spec);
    this.states = states;
    this.outputs = NUM_OUTPUT.get(spec);
    this.direction = DIRECTION.get(spec);
    int bottoms = spec.bottoms().size();
    int tops = spec.tops().size();
    if ((bottoms != 1 && bottoms != states + 1) || (tops != 1 && tops != states + 1)) {
      throw spec.error(
          "has " + bottoms + " bottoms and " + tops + " tops, must have 1 or " + (states + 1));
    }
    int count = WEIGHT_DATA_SIZE.get(spec);
    int ways = ways();
    long perInput = (long) ways * gates * units;
    if (count % perInput != 0) {
      throw spec.error(
          "weight_data_size is "
              + count
              + ", must be a multiple of the outputs of all gates and directions, "
              + perInput);
    }
    this.size = (int) (count / perInput);
    long stateWeightCount = perInput * outputs;
    if (stateWeightCount > Integer.MAX_VALUE) {
      throw spec.error(
          "num_output is " + outputs + ", its " + stateWeightCount + " weights pass 2^31 - 1");
    }
    int rows = gates * units;
    boolean quantized = INT8_SCALE_TERM.get(spec) != 0;
    GateWeights ofInputs = GateWeights.read(spec, source, ways, rows, size, quantized);
    this.bias = source.tagged(Math.multiplyExact(ways * units, biases)).toFloats();
    GateWeights ofState = GateWeights.read(spec, source, ways, rows, outputs, quantized);
    this.projection =
        units == outputs ? null : source.tagged(Math.multiplyExact(ways * units, outputs));
    this.inputWeights = quantized ? ofInputs.withScales(source, ways) : ofInputs;
    this.stateWeights = quantized ? ofState.withScales(source, ways) : ofState;
  }

  /** How a step makes a state and an output of the gates' sums, for one direction. */
  abstract StateStep step(Kernels kernels, int which);

  /** Elements of state {@code i} of one direction. */
  abstract int stateSize(int i);

  final int outputs() {
    return outputs;
  }

  /** The biases of one direction, {@code count} of them. */
  final float[] bias(int which, int count) {
    return Arrays.copyOfRange(bias, which * count, (which + 1) * count);
  }

  /** The projection of one direction, outputs × units; null without. */
  final float[] projection(int which, int units) {
    if (projection == null) {
      return null;
    }
    int count = units * outputs;
    return Arrays.copyOfRange(projection.toFloats(), which * count, (which + 1) * count);
  }

  private int ways() {
    return direction == BOTH ? 2 : 1;
  }

  @Override
  public final void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.dims() > 2 || bottom.w() != size) {
      throw badBottom(0, bottom, "float32 (" + size + ", steps)");
    }
    int ways = ways();
    Mat[] state = new Mat[states];
    for (int i = 0; i < states; i++) {
      state[i] = initial(bottoms, i, workspace);
    }
    int steps = bottom.h();
    Mat top = workspace.floats(Math.multiplyExact(outputs, ways), steps);
    Direction[] made = directions.get(workspace.kernels(), this::prepare);
    float[][] own = new float[states][];
    for (int way = 0; way < ways; way++) {
      for (int i = 0; i < states; i++) {
        own[i] = new float[stateSize(i)];
        System.arraycopy(state[i].floats(), way * own[i].length, own[i], 0, own[i].length);
      }
      boolean backwards = direction == BACKWARDS || way == 1;
      pass(made[way], bottom, backwards, own, top, way * outputs, workspace);
      for (int i = 0; i < states; i++) {
        System.arraycopy(own[i], 0, state[i].floats(), way * own[i].length, own[i].length);
      }
    }
    tops[0] = top;
    for (int i = 1; i < tops.length; i++) {
      tops[i] = state[i - 1];
    }
  }

  private Mat initial(Mat[] bottoms, int i, Workspace workspace) {
    int count = stateSize(i) * ways();
    if (bottoms.length == 1) {
      Mat zero = workspace.floats(stateSize(i), ways());
      Arrays.fill(zero.floats(), 0, count, 0f);
      return zero;
    }
    Mat given = bottoms[i + 1];
    if (given.type() != Mat.Type.FLOAT32 || given.size() != count) {
      throw badBottom(i + 1, given, "float32 (" + stateSize(i) + ", " + ways() + ")");
    }
    Mat copy = workspace.floatsLike(given);
    System.arraycopy(given.floats(), 0, copy.floats(), 0, count);
    return copy;
  }

  private void pass(
      Direction way,
      Mat bottom,
      boolean backwards,
      float[][] state,
      Mat top,
      int column,
      Workspace workspace) {
    int steps = bottom.h();
    int rows = inputWeights.rows();
    float[] ofInputs = workspace.floats(rows, steps).floats();
    float[] ofState = workspace.floats(rows).floats();
    way.ofInputs().bind(workspace, steps).run(bottom.floats(), steps, ofInputs);
    GateProduct.Bound stateProduct = way.ofState().bind(workspace, 1);
    for (int step = 0; step < steps; step++) {
      int row = backwards ? steps - 1 - step : step;
      stateProduct.run(state[0], 1, ofState);
      way.step().run(ofInputs, row * rows, ofState, state, workspace);
      System.arraycopy(state[0], 0, top.floats(), row * top.w() + column, outputs);
    }
  }

  private Direction[] prepare(Kernels kernels) {
    Direction[] made = new Direction[ways()];
    for (int way = 0; way < made.length; way++) {
      made[way] =
          new Direction(
              inputWeights.product(kernels, way),
              stateWeights.product(kernels, way),
              step(kernels, way));
    }
    return made;
  }

  @Override
  public final long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    long perStep = inputWeights.weight().count() + (long) stateWeights.weight().count();
    return bottoms[0].h() * (perStep + (projection == null ? 0 : projection.count()));
  }

  @Override
  public final long weightBytes() {
    return inputWeights.bytes()
        + stateWeights.bytes()
        + 4L * bias.length
        + (projection == null ? 0 : projection.bytes());
  }

  @Override
  public final List<ScaledWeight> scaledWeights() {
    int scales = inputWeights.rows() * ways();
    return List.of(
        new ScaledWeight(inputWeights.weight(), scales),
        new ScaledWeight(stateWeights.weight(), scales));
  }

  @Override
  public final boolean isInt8() {
    return INT8_SCALE_TERM.get(spec()) != 0;
  }

  @Override
  public final IntParam int8ScaleTerm() {
    return INT8_SCALE_TERM;
  }

  @Override
  public final int int8Term() {
    return 2;
  }
}

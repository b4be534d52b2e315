package dev.vernier.engine.layer.attention;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.WeightSource;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.StaticallyQuantizable;
import dev.vernier.engine.layer.Workspace;
import dev.vernier.engine.layer.quantize.BlockWeights;
import java.util.List;

/**
 * ncnn's MultiHeadAttention: queries, keys and values projected, attended head by head and
 * projected again; fp32, int8 or with block-quantised weights.
 *
 * <p>Bottoms are q (qdim, queries), then k (kdim, keys) and v (vdim, keys) unless they are q, then
 * the mask, then the past K and V, each (past, embed_dim). In self-attention new keys follow the
 * past ones; in cross-attention the past ones stand for them. The top is (qdim, queries); with
 * kv_cache K and V, each (keys, embed_dim), are tops too.
 */
public final class MultiHeadAttention extends Layer implements StaticallyQuantizable {
  private static final long serialVersionUID = 1L;

  /** Elements of a projected query, all heads together. */
  static final IntParam EMBED_DIM = IntParam.of(0, "embed_dim").atLeast(1);

  /** Number of heads. */
  static final IntParam NUM_HEADS = IntParam.of(1, "num_heads").defaultsTo(1).atLeast(1);

  /** Weights of the queries' projection. */
  static final IntParam WEIGHT_DATA_SIZE = IntParam.of(2, "weight_data_size").atLeast(1);

  /** Elements of a key. */
  static final IntParam KDIM = IntParam.of(3, "kdim").defaultsTo(EMBED_DIM).atLeast(1);

  /** Elements of a value. */
  static final IntParam VDIM = IntParam.of(4, "vdim").defaultsTo(EMBED_DIM).atLeast(1);

  /** Whether there is a mask (keys, queries) or (keys, queries, heads). */
  static final IntParam ATTN_MASK = IntParam.of(5, "attn_mask");

  /** Factor of the scores; defaults to 1 / √(embed_dim / num_heads). */
  static final FloatParam SCALE = FloatParam.of(6, "scale");

  /** Whether past K and V come last, and K and V are tops. */
  static final IntParam KV_CACHE = IntParam.of(7, "kv_cache");

  /** 0 for fp32, a block term (see {@link BlockWeights}), other numbers for int8. */
  static final IntParam QUANTIZE_TERM = IntParam.of(18, "quantize_term");

  private static final int TOPS = 3;

  private final int embedDim;
  private final int heads;
  private final boolean masked;
  private final boolean cached;
  private final boolean int8;
  private final float scale;
  private final int sources;
  private final Projection toQuery;
  private final Projection toKey;
  private final Projection toValue;
  private final Projection toOutput;

  /** An attention as the file describes it. */
  public MultiHeadAttention(LayerSpec spec, WeightSource weights) {
    super(spec);
    this.embedDim = EMBED_DIM.get(spec);
    this.heads = NUM_HEADS.get(spec);
    this.masked = ATTN_MASK.get(spec) != 0;
    this.cached = KV_CACHE.get(spec) != 0;
    if (embedDim % heads != 0) {
      throw spec.error("embed_dim is " + embedDim + ", must be a multiple of num_heads, " + heads);
    }
    float usual = 1f / (float) Math.sqrt(embedDim / heads);
    this.scale = SCALE.defaultsTo(usual).get(spec);
    this.sources = spec.bottoms().size() - (masked ? 1 : 0) - (cached ? 2 : 0);
    spec.requireBlobs(
        1 + (masked ? 1 : 0) + (cached ? 2 : 0), cached && spec.tops().size() == TOPS ? TOPS : 1);
    if (sources > TOPS) {
      throw spec.error(
          "has "
              + spec.bottoms().size()
              + " bottoms, must have at most "
              + (spec.bottoms().size() - sources + TOPS));
    }
    int count = WEIGHT_DATA_SIZE.get(spec);
    if (count % embedDim != 0) {
      throw spec.error(
          "weight_data_size is " + count + ", must be a multiple of embed_dim, " + embedDim);
    }
    int term = QUANTIZE_TERM.get(spec);
    boolean block = BlockWeights.isBlockTerm(term);
    if ((term >= 4 && term <= 6) || (term >= 400 && !block)) {
      throw spec.error("quantize_term is " + term + ", which ncnn does not know");
    }
    this.int8 = term != 0 && !block;
    int qdim = count / embedDim;
    this.toQuery = Projection.read(spec, weights, term, embedDim, qdim);
    this.toKey = Projection.read(spec, weights, term, embedDim, KDIM.get(spec));
    this.toValue = Projection.read(spec, weights, term, embedDim, VDIM.get(spec));
    this.toOutput = Projection.read(spec, weights, term, qdim, embedDim);
    if (term != 0) {
      List<Projection> projections = List.of(toQuery, toKey, toValue, toOutput);
      for (Projection projection : projections) {
        projection.readScales(weights, projection == toOutput ? 1 : embedDim);
      }
      projections.forEach(projection -> projection.readFactors(weights));
    }
  }

  @Override
  public boolean isInt8() {
    return int8;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    int keyIndex = Math.min(1, sources - 1);
    int valueIndex = sources - 1;
    Mat q = source(bottoms, 0, toQuery);
    Mat k = source(bottoms, keyIndex, toKey);
    Mat v = source(bottoms, valueIndex, toValue);
    if (v.h() != k.h()) {
      throw badBottom(valueIndex, v, "as many rows as the keys, " + k.h());
    }
    Mat[] joined = new Mat[2];
    HeadSource keys;
    HeadSource values;
    if (cached) {
      int past = bottoms.length - 2;
      joined[0] = join(bottoms, past, k, keyIndex == 0, toKey, workspace);
      joined[1] = join(bottoms, past + 1, v, valueIndex == 0, toValue, workspace);
      if (joined[0].w() != joined[1].w()) {
        throw badBottom(past + 1, bottoms[past + 1], "as many columns as the past keys");
      }
      keys = new HeadSource(joined[0].floats(), joined[0].w(), true);
      values = new HeadSource(joined[1].floats(), joined[1].w(), true);
    } else {
      keys = new HeadSource(project(k, toKey, workspace), k.h(), false);
      values = new HeadSource(project(v, toValue, workspace), v.h(), false);
    }
    tops[0] = attend(bottoms, q, keys, values, workspace);
    if (tops.length == TOPS) {
      tops[1] = joined[0];
      tops[2] = joined[1];
    }
  }

  /** Projected rows of all heads, stored row by row or column by column. */
  private record HeadSource(float[] values, int rows, boolean transposed) {

    HeadMatrix head(int head, int size, int embedDim) {
      int first = head * size;
      return transposed
          ? new HeadMatrix(values, first * rows, rows, true)
          : new HeadMatrix(values, first, embedDim, false);
    }
  }

  private Mat source(Mat[] bottoms, int index, Projection projection) {
    Mat mat = bottoms[index];
    if (mat.type() != Mat.Type.FLOAT32 || mat.dims() > 2 || mat.w() != projection.inputs()) {
      throw badBottom(index, mat, "float32 (" + projection.inputs() + ", rows)");
    }
    return mat;
  }

  private float[] project(Mat rows, Projection projection, Workspace workspace) {
    float[] projected = workspace.floats(Mat.sizeOf(embedDim, rows.h(), 1, 1)).floats();
    projection.run(rows.floats(), rows.h(), true, projected, workspace);
    return projected;
  }

  @Override
  protected boolean takesEmpty(int bottom) {
    return cached && bottom >= sources + (masked ? 1 : 0);
  }

  /** The past columns, and behind them, in self-attention, the new rows as columns. */
  private Mat join(
      Mat[] bottoms,
      int index,
      Mat rows,
      boolean self,
      Projection projection,
      Workspace workspace) {
    Mat past = bottoms[index];
    int before = past.w();
    if (before > 0
        && (past.type() != Mat.Type.FLOAT32 || past.dims() > 2 || past.h() != embedDim)) {
      throw badBottom(index, past, "float32 (past, " + embedDim + ")");
    }
    if (!self && before > 0) {
      return past;
    }
    int columns = Math.addExact(before, rows.h());
    Mat joined = workspace.floats(columns, embedDim);
    float[] projected = project(rows, projection, workspace);
    for (int i = 0; i < embedDim; i++) {
      int to = i * columns;
      if (before > 0) {
        System.arraycopy(past.floats(), i * before, joined.floats(), to, before);
      }
      for (int row = 0; row < rows.h(); row++) {
        joined.floats()[to + before + row] = projected[row * embedDim + i];
      }
    }
    return joined;
  }

  private Mat attend(
      Mat[] bottoms, Mat q, HeadSource keys, HeadSource values, Workspace workspace) {
    int queries = q.h();
    Mat mask = masked ? bottoms[sources] : null;
    if (mask != null && !fits(mask, keys.rows(), queries)) {
      String plane = keys.rows() + ", " + queries;
      throw badBottom(sources, mask, "float32 (" + plane + ") or (" + plane + ", " + heads + ")");
    }
    float[] projected = project(q, toQuery, workspace);
    int size = queries * embedDim;
    workspace.kernels().unary().scaleShift(scale, 0f, projected, 0, projected, 0, size);
    int headSize = embedDim / heads;
    AttentionCore core =
        new AttentionCore(workspace, queries, keys.rows(), headSize, headSize, int8);
    float[] attended = workspace.floats(size).floats();
    for (int head = 0; head < heads; head++) {
      core.head(
          new HeadMatrix(projected, head * headSize, embedDim, false),
          keys.head(head, headSize, embedDim),
          values.head(head, headSize, embedDim),
          1f,
          mask == null ? null : mask.floats(),
          mask == null || mask.dims() < 3 ? 0 : head * mask.channelSize(),
          attended,
          head * headSize,
          embedDim);
    }
    Mat top = workspace.floats(toQuery.inputs(), queries);
    toOutput.run(attended, queries, false, top.floats(), workspace);
    return top;
  }

  private boolean fits(Mat mask, int keys, int queries) {
    return mask.type() == Mat.Type.FLOAT32
        && mask.dims() <= 3
        && mask.w() == keys
        && mask.h() == queries
        && (mask.dims() < 3 || mask.c() == heads);
  }

  @Override
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    long queries = bottoms[0].h();
    long rows = bottoms[Math.min(1, sources - 1)].h();
    long keys = tops.length == TOPS ? tops[1].w() : rows;
    return queries * (toQuery.count() + toOutput.count())
        + rows * (toKey.count() + toValue.count())
        + 2 * queries * keys * embedDim;
  }

  @Override
  public long weightBytes() {
    return toQuery.bytes() + toKey.bytes() + toValue.bytes() + toOutput.bytes();
  }

  @Override
  public List<ScaledWeight> scaledWeights() {
    if (toQuery.weight() == null) {
      return List.of();
    }
    return List.of(
        new ScaledWeight(toQuery.weight(), embedDim),
        new ScaledWeight(toKey.weight(), embedDim),
        new ScaledWeight(toValue.weight(), embedDim),
        new ScaledWeight(toOutput.weight(), 1));
  }

  @Override
  public IntParam int8ScaleTerm() {
    return QUANTIZE_TERM;
  }

  @Override
  public int int8Term() {
    return 2;
  }
}

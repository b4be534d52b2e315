package dev.vernier.engine.layer.attention;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's SDPA, scaled dot product attention: for each head softmax(Q·Kᵀ·scale + mask)·V, fp32 or
 * int8.
 *
 * <p>Q is (size, queries, heads), K (size, keys, groups), V (out, keys, groups); heads share the
 * keys of their group in equal runs. The top is (out, queries, heads). With kv_cache a past K and V
 * stand before the new ones, and the joined K and V are tops too.
 */
public final class SDPA extends Layer {
  private static final long serialVersionUID = 1L;

  /** Whether a mask (keys, queries) or (keys, queries, heads) follows V. */
  static final IntParam ATTN_MASK = IntParam.of(5, "attn_mask");

  /** Factor of the scores; 0 for 1 / √size. */
  static final FloatParam SCALE = FloatParam.of(6, "scale");

  /** Whether past K and V come last, and the joined ones are tops. */
  static final IntParam KV_CACHE = IntParam.of(7, "kv_cache");

  /** Other than 0 to multiply in int8. */
  static final IntParam INT8_SCALE_TERM = IntParam.of(18, "int8_scale_term");

  private static final int OPERANDS = 3;

  private final boolean masked;
  private final float scale;
  private final boolean cached;
  private final boolean int8;

  /** An attention as the file describes it. */
  public SDPA(LayerSpec spec) {
    super(spec);
    this.masked = ATTN_MASK.get(spec) != 0;
    this.scale = SCALE.get(spec);
    this.cached = KV_CACHE.get(spec) != 0;
    this.int8 = INT8_SCALE_TERM.get(spec) != 0;
    int least = OPERANDS + (masked ? 1 : 0);
    spec.requireBlobs(least, cached && spec.tops().size() == OPERANDS ? OPERANDS : 1);
    int bottoms = spec.bottoms().size();
    if (bottoms != least && !(cached && bottoms == least + 2)) {
      throw spec.error(
          "has " + bottoms + " bottoms, must have " + least + (cached ? " or " + (least + 2) : ""));
    }
  }

  @Override
  public boolean isInt8() {
    return int8;
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat q = bottoms[0];
    for (int i = 0; i < bottoms.length; i++) {
      if (bottoms[i].type() != Mat.Type.FLOAT32 || bottoms[i].dims() > 3) {
        throw badBottom(i, bottoms[i], "float32 of at most three dimensions");
      }
    }
    int groups = bottoms[1].c();
    boolean past = hasPast(bottoms);
    boolean keysFit = bottoms[1].w() >= q.w();
    if (!keysFit || q.c() % groups != 0) {
      throw badBottom(
          1,
          bottoms[1],
          "(" + q.w() + ", keys, groups) with groups that divide the " + q.c() + " heads");
    }
    if (bottoms[2].h() != bottoms[1].h() || bottoms[2].c() != groups) {
      throw badBottom(
          2, bottoms[2], "(size, " + bottoms[1].h() + ", " + groups + ") beside its keys");
    }
    Mat k = past ? joined(bottoms, bottoms.length - 2, 1, q.w(), workspace) : bottoms[1];
    Mat v = past ? joined(bottoms, bottoms.length - 1, 2, bottoms[2].w(), workspace) : bottoms[2];
    if (k.h() != v.h()) {
      throw badBottom(
          bottoms.length - 1, bottoms[bottoms.length - 1], "as many rows as the past keys");
    }
    tops[0] = attend(bottoms, k, v, workspace);
    if (tops.length == OPERANDS) {
      tops[1] = k;
      tops[2] = v;
    }
  }

  /** The same layer multiplying in int8; it has no weights, so nothing else changes. */
  public static LayerSpec inInt8(LayerSpec spec) {
    return INT8_SCALE_TERM.set(spec, 2);
  }

  private static boolean hasPast(Mat[] bottoms) {
    return bottoms.length > OPERANDS + 1
        && !bottoms[bottoms.length - 2].isEmpty()
        && !bottoms[bottoms.length - 1].isEmpty();
  }

  @Override
  protected boolean takesEmpty(int bottom) {
    return cached && bottom > OPERANDS - 1 + (masked ? 1 : 0);
  }

  /**
   * The past rows of each group before the new ones, {@code size} elements each. Of keys longer
   * than the queries ncnn takes the first size · rows elements of a group, whatever rows they are
   * of.
   */
  private Mat joined(Mat[] bottoms, int past, int now, int size, Workspace workspace) {
    Mat before = bottoms[past];
    Mat after = bottoms[now];
    if (before.w() != size || before.c() != after.c()) {
      throw badBottom(past, before, "(" + size + ", past, " + after.c() + ")");
    }
    int rows = Math.addExact(before.h(), after.h());
    Mat joined =
        workspace.create(Mat.Type.FLOAT32, Math.max(2, after.dims()), size, rows, 1, after.c());
    int first = before.channelSize();
    int second = size * after.h();
    for (int group = 0; group < after.c(); group++) {
      int to = group * (first + second);
      System.arraycopy(before.floats(), group * first, joined.floats(), to, first);
      int from = group * after.channelSize();
      System.arraycopy(after.floats(), from, joined.floats(), to + first, second);
    }
    return joined;
  }

  private Mat attend(Mat[] bottoms, Mat k, Mat v, Workspace workspace) {
    Mat q = bottoms[0];
    Mat mask = masked ? bottoms[OPERANDS] : null;
    int heads = q.c();
    if (mask != null
        && (mask.w() != k.h() || mask.h() != q.h() || (mask.c() != 1 && mask.c() != heads))) {
      throw badBottom(
          OPERANDS,
          mask,
          "(" + k.h() + ", " + q.h() + ") or (" + k.h() + ", " + q.h() + ", " + heads + ")");
    }
    Mat top = workspace.floats(v.w(), q.h(), heads);
    float factor = scale == 0f ? (float) (1 / Math.sqrt(q.w())) : scale;
    AttentionCore core = new AttentionCore(workspace, q.h(), k.h(), q.w(), v.w(), int8);
    int share = heads / k.c();
    for (int head = 0; head < heads; head++) {
      int group = head / share;
      core.head(
          new HeadMatrix(q.floats(), head * q.channelSize(), q.w(), false),
          new HeadMatrix(k.floats(), group * k.channelSize(), k.w(), false),
          new HeadMatrix(v.floats(), group * v.channelSize(), v.w(), false),
          factor,
          mask == null ? null : mask.floats(),
          mask == null || mask.c() == 1 ? 0 : head * mask.channelSize(),
          top.floats(),
          head * v.w() * q.h(),
          v.w());
    }
    return top;
  }

  @Override
  public long multiplyAdds(Mat[] bottoms, Mat[] tops) {
    Mat q = bottoms[0];
    long keys = bottoms[1].h();
    if (hasPast(bottoms)) {
      keys += bottoms[bottoms.length - 2].h();
    }
    return (long) q.c() * q.h() * keys * (q.w() + bottoms[2].w());
  }
}

package dev.vernier.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operators that join and cut. */
final class Pieces {
  /** ncnn's mark for the end of an axis, or its start. */
  private static final int WHOLE = -233;

  private Pieces() {}

  static void register(Map<String, Operator> all) {
    all.put("Concat", Pieces::concat);
    all.put("Split", Pieces::split);
    all.put("Slice", Pieces::slice);
    all.put("Gather", Pieces::gather);
    all.put("Pad", Pieces::pad);
    all.put("DepthToSpace", Pieces::depthToSpace);
    all.put("SpaceToDepth", Pieces::spaceToDepth);
    all.put("ShuffleChannel", Pieces::shuffleChannel);
  }

  private static void concat(NodeSite site) {
    List<Value> bottoms = new ArrayList<>();
    for (int i = 0; i < site.inputs(); i++) {
      bottoms.add(site.in(i));
    }
    int rank = bottoms.get(0).rank();
    int axis = Sizes.axis(site, site.node().whole("axis", 0), rank);
    boolean batch = axis != 0 && bottoms.stream().anyMatch(Value::batch);
    bottoms.replaceAll(value -> batch ? site.batched(value) : site.plain(value));
    int size = 0;
    for (Value value : bottoms) {
      size = size < 0 || value.dims()[axis] < 0 ? -1 : size + value.dims()[axis];
    }
    int[] dims = Sizes.with(bottoms.get(0).dims(), axis, size);
    site.out(
        0,
        site.step("Concat", bottoms, dims, batch, List.of(), 0, site.axis(bottoms.get(0), axis)));
  }

  private static void split(NodeSite site) {
    Value x = site.in(0);
    int axis = Sizes.axis(site, site.node().whole("axis", 0), x.rank());
    Value own = x.batch() && axis == 0 ? site.plain(x) : x;
    int count = site.node().outputs().size();
    long[] sizes = site.wholes("split", 1);
    int whole = own.dims()[axis];
    if (sizes == null) {
      if (whole < 0) {
        throw site.error("splits a size that depends on the input: fix it with --shape");
      }
      int each = (whole + count - 1) / count;
      sizes = new long[count];
      Arrays.fill(sizes, each);
      sizes[count - 1] = whole - (long) each * (count - 1);
    }
    List<int[]> dims = new ArrayList<>();
    int[] slices = new int[count];
    for (int i = 0; i < count; i++) {
      slices[i] = Math.toIntExact(sizes[i]);
      if (slices[i] < 1) {
        throw site.error("makes a piece of size " + slices[i] + ", a blob is never empty");
      }
      dims.add(Sizes.with(own.dims(), axis, slices[i]));
    }
    site.pieces("Slice", own, dims, 0, slices, 1, site.axis(own, axis));
  }

  private static void slice(NodeSite site) {
    Value x = site.raw(0);
    long[] starts = site.wholes("starts", 1);
    long[] ends = site.wholes("ends", 2);
    long[] axes = site.wholes("axes", 3);
    long[] steps = site.has(4) ? site.needConstant(4, "the steps").asWholes() : null;
    if (starts == null || ends == null) {
      throw site.error("has no starts and ends");
    }
    if (axes == null) {
      axes = new long[starts.length];
      Arrays.setAll(axes, i -> i);
    }
    if (steps != null && Arrays.stream(steps).anyMatch(step -> step != 1)) {
      throw site.error("has steps " + Arrays.toString(steps) + "; nearest is Crop, of step 1");
    }
    List<Integer> own = new ArrayList<>();
    List<Integer> from = new ArrayList<>();
    List<Integer> to = new ArrayList<>();
    int[] dims = x.dims().clone();
    for (int i = 0; i < starts.length; i++) {
      int axis = Sizes.axis(site, axes[i], x.rank());
      int size = x.dims()[axis];
      if (starts[i] == Tensor.UNKNOWN || ends[i] == Tensor.UNKNOWN) {
        throw site.error("cuts where only the input tells: fix the sizes with --shape");
      }
      long first = size < 0 ? starts[i] : clamp(starts[i], size);
      long end = size < 0 ? ends[i] : clamp(ends[i], size);
      if (size >= 0 && first == 0 && end == size) {
        continue;
      }
      if (size >= 0 && end <= first) {
        throw site.error("leaves nothing of axis " + axis + ", a blob is never empty");
      }
      if (size < 0 && (end == 0 || first == WHOLE || end == WHOLE)) {
        throw site.error("cuts at " + first + " to " + end + ", which Crop takes for the whole");
      }
      boolean open = size < 0 ? end > Integer.MAX_VALUE / 2 : end == size;
      dims[axis] = size < 0 ? -1 : (int) (end - first);
      own.add(site.axis(x, axis));
      from.add((int) first);
      to.add(open ? WHOLE : (int) end);
    }
    if (own.isEmpty()) {
      site.same(x, dims);
      return;
    }
    site.layer("Crop", x, dims, List.of(), 9, ints(from), 10, ints(to), 11, ints(own));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A place from the start, within the axis. */
  static long clamp(long place, long size) {
    return Math.max(0, Math.min(size, place < 0 ? place + size : place));
  }

  private static void gather(NodeSite site) {
    Value x = site.raw(0);
    Tensor indices = site.needConstant(1, "the indices");
    int axis = Sizes.axis(site, site.node().whole("axis", 0), x.rank());
    Value own = x.hidden() == axis ? site.plain(x) : x;
    int size = own.dims()[axis];
    int count = indices.size();
    long first = indices.asWholes()[0];
    for (int i = 0; i < count; i++) {
      if (indices.asWholes()[i] != first + i) {
        throw site.error("gathers elements apart from each other; nearest is Crop, of neighbours");
      }
    }
    if (size < 0 && first < 0) {
      throw site.error(
          "counts from the end of a size that depends on the input: fix it with --shape");
    }
    int start = Math.toIntExact(first < 0 ? first + size : first);
    if (start < 0 || size >= 0 && start + count > size) {
      throw site.error("gathers " + first + " of an axis of size " + size);
    }
    int[] cut = Sizes.with(own.dims(), axis, count);
    int place = site.axis(own, axis);
    Value piece =
        size == count
            ? own
            : site.step(
                "Crop",
                own,
                cut,
                9,
                new int[] {start},
                10,
                new int[] {start + count},
                11,
                new int[] {place});
    int[] dims = new int[own.rank() - 1 + indices.dims().length];
    System.arraycopy(cut, 0, dims, 0, axis);
    System.arraycopy(indices.dims(), 0, dims, axis, indices.dims().length);
    int after = own.rank() - axis - 1;
    System.arraycopy(cut, axis + 1, dims, axis + indices.dims().length, after);
    int hidden = own.hidden() > axis ? own.hidden() - 1 + indices.dims().length : own.hidden();
    site.out(0, site.reshaped(piece, dims, hidden));
  }

  private static void pad(NodeSite site) {
    Value x = site.in(0);
    long[] pads = site.wholes("pads", 1);
    String mode = site.node().text("mode", "constant");
    int type =
        switch (mode) {
          case "constant" -> 0;
          case "edge" -> 1;
          case "reflect" -> 2;
          default -> throw site.error("has mode " + mode + "; Padding has constant, edge, reflect");
        };
    float value =
        site.has(2)
            ? (float) site.needConstant(2, "the value").at(0)
            : site.node().real("value", 0f);
    int[] front = new int[x.rank()];
    int[] behind = new int[x.rank()];
    long[] axes = site.has(3) ? site.needConstant(3, "the axes").asWholes() : null;
    int given = pads.length / 2;
    for (int i = 0; i < given; i++) {
      int axis = axes == null ? i : Sizes.axis(site, axes[i], x.rank());
      front[axis] = Math.toIntExact(pads[i]);
      behind[axis] = Math.toIntExact(pads[given + i]);
    }
    if (x.batch() && (front[0] != 0 || behind[0] != 0)) {
      throw site.error("pads the batch, which an ncnn net does not have");
    }
    int[] dims = x.dims().clone();
    int shift = x.batch() ? 1 : 0;
    int axesOfBlob = x.rank() - shift;
    Object[] params = new Object[2 * 2 + 4 * 3];
    int[] ids = {2, 3, 0, 1, 7, 8};
    for (int i = 0; i < 3; i++) {
      int axis = x.rank() - 1 - i;
      boolean there = i < axesOfBlob;
      params[4 * i] = ids[2 * i];
      params[4 * i + 1] = there ? front[axis] : 0;
      params[4 * i + 2] = ids[2 * i + 1];
      params[4 * i + 3] = there ? behind[axis] : 0;
    }
    for (int axis = shift; axis < x.rank(); axis++) {
      if (front[axis] < 0 || behind[axis] < 0) {
        throw site.error("has negative pads; nearest is Crop");
      }
      if ((front[axis] > 0 || behind[axis] > 0) && axis < x.rank() - 3) {
        throw site.error("pads the outermost of four axes, which Padding does not");
      }
      dims[axis] += dims[axis] < 0 ? 0 : front[axis] + behind[axis];
    }
    params[12] = 4;
    params[13] = type;
    params[14] = 5;
    params[15] = value;
    site.layer("Padding", x, dims, List.of(), params);
  }

  private static void depthToSpace(NodeSite site) {
    Value x = site.batched(site.in(0));
    int f = site.node().whole("blocksize", 1);
    boolean blockFirst = site.node().text("mode", "DCR").equals("DCR");
    int[] d = x.dims();
    int[] dims = {1, d[1] / (f * f), times(d[2], f), times(d[3], f)};
    site.layer("PixelShuffle", x, dims, List.of(), 0, f, 1, blockFirst ? 1 : 0);
  }

  private static void spaceToDepth(NodeSite site) {
    Value x = site.batched(site.in(0));
    int f = site.node().whole("blocksize", 1);
    int[] d = x.dims();
    int[] dims = {1, d[1] * f * f, d[2] < 0 ? -1 : d[2] / f, d[3] < 0 ? -1 : d[3] / f};
    site.layer("Reorg", x, dims, List.of(), 0, f, 1, 1);
  }

  private static void shuffleChannel(NodeSite site) {
    Value x = site.batched(site.in(0));
    site.layer("ShuffleChannel", x, x.dims(), List.of(), 0, site.node().whole("group", 1));
  }

  private static int times(int size, int factor) {
    return size < 0 ? -1 : size * factor;
  }
}

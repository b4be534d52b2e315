package dev.vernier.engine.layer.shape;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.PerShape;
import dev.vernier.engine.layer.Workspace;

/**
 * ncnn's Permute: a bottom of any type with its dimensions in another order.
 *
 * <p>The number names the order of the top's sizes, innermost first, in the bottom's names: for (w,
 * h) 0 wh, 1 hw; for (w, h, c) 0 whc, 1 hwc, 2 wch, 3 cwh, 4 hcw, 5 chw; for (w, h, d, c) see
 * {@code ORDERS_4}. A vector stays as it is.
 */
public final class Permute extends Layer {
  private static final long serialVersionUID = 1L;

  /** Which order. */
  static final IntParam ORDER_TYPE = IntParam.of(0, "order_type").atLeast(0).atMost(23);

  private static final String[] ORDERS_2 = {"wh", "hw"};
  private static final String[] ORDERS_3 = {"whc", "hwc", "wch", "cwh", "hcw", "chw"};
  private static final String[] ORDERS_4 = {
    "whdc", "hwdc", "wdhc", "dwhc", "hdwc", "dhwc", "whcd", "hwcd", "wchd", "cwhd", "hcwd", "chwd",
    "wdch", "dwch", "wcdh", "cwdh", "dcwh", "cdwh", "hdcw", "dhcw", "hcdw", "chdw", "dchw", "cdhw"
  };

  private final int orderType;
  private final PerShape<Steps> kept = new PerShape<>();

  /** A permutation as the file describes it. */
  public Permute(LayerSpec spec) {
    super(spec);
    spec.requireBlobs(1, 1);
    this.orderType = ORDER_TYPE.get(spec);
  }

  @Override
  public void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    if (bottom.dims() == 1 || orderType == 0) {
      tops[0] = bottom;
      return;
    }
    String[] orders =
        switch (bottom.dims()) {
          case 2 -> ORDERS_2;
          case 3 -> ORDERS_3;
          default -> ORDERS_4;
        };
    if (orderType >= orders.length) {
      throw badBottom(0, bottom, "enough dimensions for order_type " + orderType);
    }
    Steps steps = kept.find(bottom, null);
    if (steps == null) {
      steps = kept.keep(bottom, null, steps(bottom, orders[orderType]));
    }
    tops[0] = permute(bottom, steps, workspace);
  }

  /** Sizes and distances of the top's dimensions in the bottom, innermost first, filled up to 4. */
  private record Steps(int[] size, int[] step) {}

  private static Steps steps(Mat bottom, String order) {
    int[] size = {1, 1, 1, 1};
    int[] step = new int[4];
    for (int i = 0; i < order.length(); i++) {
      switch (order.charAt(i)) {
        case 'w' -> {
          size[i] = bottom.w();
          step[i] = 1;
        }
        case 'h' -> {
          size[i] = bottom.h();
          step[i] = bottom.w();
        }
        case 'd' -> {
          size[i] = bottom.d();
          step[i] = bottom.w() * bottom.h();
        }
        default -> {
          size[i] = bottom.c();
          step[i] = bottom.channelSize();
        }
      }
    }
    return new Steps(size, step);
  }

  private static Mat permute(Mat bottom, Steps steps, Workspace workspace) {
    int[] size = steps.size();
    int[] step = steps.step();
    int dims = bottom.dims();
    Mat top =
        dims == 4
            ? workspace.create(bottom.type(), 4, size[0], size[1], size[2], size[3])
            : workspace.create(bottom.type(), dims, size[0], size[1], 1, size[2]);
    Object src = Extents.array(bottom);
    Object dst = Extents.array(top);
    int at = 0;
    for (int q = 0; q < size[3]; q++) {
      for (int z = 0; z < size[2]; z++) {
        for (int y = 0; y < size[1]; y++) {
          int from = q * step[3] + z * step[2] + y * step[1];
          Elements.copy(src, from, step[0], dst, at, 1, size[0]);
          at += size[0];
        }
      }
    }
    return top;
  }
}

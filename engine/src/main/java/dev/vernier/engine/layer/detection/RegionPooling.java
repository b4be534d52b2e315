package dev.vernier.engine.layer.detection;

import dev.vernier.engine.Mat;
import dev.vernier.engine.layer.FloatParam;
import dev.vernier.engine.layer.IntParam;
import dev.vernier.engine.layer.Layer;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.Workspace;

/**
 * What the layers have in common that bring one region of a blob to a fixed size.
 *
 * <p>The first bottom is the blob; the second begins with the region: left, top, right, bottom in
 * pixels of the image, which is {@code 1 / spatial_scale} times as large as the blob.
 */
abstract class RegionPooling extends Layer {
  private static final long serialVersionUID = 1L;

  /** Width of the top. */
  static final IntParam POOLED_WIDTH = IntParam.of(0, "pooled_width").atLeast(1);

  /** Height of the top. */
  static final IntParam POOLED_HEIGHT = IntParam.of(1, "pooled_height").atLeast(1);

  /** Elements of the blob for each pixel of the image. */
  static final FloatParam SPATIAL_SCALE = FloatParam.of(2, "spatial_scale").defaultsTo(1f);

  private static final int CORNERS = 4;

  private final int pooledWidth;
  private final int pooledHeight;
  private final float spatialScale;

  RegionPooling(LayerSpec spec, int pooledWidth, int pooledHeight, float spatialScale) {
    super(spec);
    spec.requireBlobs(2, 1);
    this.pooledWidth = pooledWidth;
    this.pooledHeight = pooledHeight;
    this.spatialScale = spatialScale;
  }

  /** A region that is placed on a blob, ready to pool any channel of the top. */
  interface Placed {

    /**
     * Writes one channel of the top.
     *
     * @param channel which channel of the top
     * @param at where it begins in {@code dst}
     */
    void pool(int channel, float[] dst, int at);
  }

  /** Places the region that begins the second bottom; both bottoms hold floats. */
  abstract Placed place(Mat bottom, Mat region);

  /**
   * Channels of the top.
   *
   * @throws IllegalArgumentException if the bottom has a number of channels that the layer cannot
   *     take
   */
  abstract int channels(Mat bottom);

  final int pooledWidth() {
    return pooledWidth;
  }

  final int pooledHeight() {
    return pooledHeight;
  }

  final float spatialScale() {
    return spatialScale;
  }

  @Override
  public final void forward(Mat[] bottoms, Mat[] tops, Workspace workspace) {
    Mat bottom = bottoms[0];
    Mat region = bottoms[1];
    if (bottom.type() != Mat.Type.FLOAT32 || bottom.dims() == 4) {
      throw badBottom(0, bottom, "float32 of at most three dimensions");
    }
    if (region.type() != Mat.Type.FLOAT32 || region.size() < CORNERS) {
      throw badBottom(1, region, "float32 that begins with left, top, right, bottom");
    }
    Mat top = workspace.floats(pooledWidth, pooledHeight, channels(bottom));
    Placed placed = place(bottom, region);
    float[] dst = top.floats();
    int plane = top.channelSize();
    workspace.split(top.c(), (channel, scratch) -> placed.pool(channel, dst, channel * plane));
    tops[0] = top;
  }
}

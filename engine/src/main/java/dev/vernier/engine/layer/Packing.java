package dev.vernier.engine.layer;

import dev.vernier.engine.kernel.Kernels;

/**
 * How a layer takes blobs whose channels lie side by side, {@link Kernels#lanes} at a time, as
 * ncnn's elempack has them. A net keeps blobs so between layers that gain by it.
 */
public enum Packing {
  /** Not at all. */
  NONE,
  /** As samples side by side: {@link Layer#forwardLanes} does the same to each lane. */
  LANES,
  /** By {@link Layer#forwardPacked}, no faster than otherwise. */
  FOLLOWS,
  /** By {@link Layer#forwardPacked}, and faster than otherwise. */
  SEEKS
}

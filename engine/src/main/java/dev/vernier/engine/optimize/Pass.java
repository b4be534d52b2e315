package dev.vernier.engine.optimize;

import java.util.List;

/** One way of making a net simpler, tried wherever it may apply. */
interface Pass {

  /** What reports call it. */
  String name();

  /**
   * Changes the net.
   *
   * @return names of the layers that went or were replaced, none where there was nothing to do
   */
  List<String> apply(NetGraph net);
}

package dev.vernier.engine.layer.recurrent;

import dev.vernier.engine.kernel.Activation;
import dev.vernier.engine.kernel.InnerProductKernel;
import dev.vernier.engine.kernel.Kernels;
import dev.vernier.engine.layer.Workspace;
import dev.vernier.engine.layer.quantize.DynamicProduct;

/** The weights of all gates of one direction, times rows of inputs or times a state. */
interface GateProduct {

  /** A product with the memory of one run. */
  interface Bound {

    /** dst = src · weights for the first {@code rows} rows of both. */
    void run(float[] src, int rows, float[] dst);
  }

  /** The product for one run of at most so many rows. */
  Bound bind(Workspace workspace, int rows);

  /** A product in fp32. */
  static GateProduct ofReals(Kernels kernels, int inputs, int outputs, float[] weights) {
    InnerProductKernel kernel =
        kernels.innerProduct(inputs, outputs, weights, null, Activation.NONE);
    return (workspace, most) -> (src, rows, dst) -> kernel.run(src, rows, dst, workspace);
  }

  /** A product of int8 weights and inputs that are quantised row by row. */
  static GateProduct ofInt8(DynamicProduct product) {
    return (workspace, most) -> {
      DynamicProduct.Buffers buffers = product.buffers(workspace, most);
      return (src, rows, dst) -> product.run(src, rows, dst, buffers, workspace);
    };
  }
}

package dev.vernier.engine.inspect;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.layer.ShapeHint;
import dev.vernier.engine.layer.shape.Input;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mats to run a net on when only its shapes matter. */
public final class InputShapes {

  private InputShapes() {}

  /**
   * A mat for every input of a net: the given one, or zeros in the shape that its Input layer tells
   * or that the file hints at.
   *
   * @param given mats by blob name
   * @throws NetException if an input is neither given nor told, or a given name is no input
   */
  public static Map<String, Mat> resolve(Net net, Map<String, Mat> given) {
    Map<String, Mat> mats = new LinkedHashMap<>();
    for (String name : given.keySet()) {
      net.blob(name);
    }
    for (Blob blob : net.inputs()) {
      Mat mat = given.get(blob.name());
      if (mat == null) {
        mat = zeros((Input) net.layers().get(blob.producer()));
      }
      if (mat == null) {
        throw new NetException(
            net.name()
                + ": the shape of input \""
                + blob.name()
                + "\" is not in the file and was not given (--shape)");
      }
      mats.put(blob.name(), mat);
    }
    return mats;
  }

  /** Zeros in the shape that an Input layer tells, or null where it tells none. */
  private static Mat zeros(Input input) {
    if (input.w() == 0) {
      return hinted(input);
    }
    if (input.h() == 0) {
      return Mat.create(Mat.Type.FLOAT32, input.w());
    }
    if (input.c() == 0) {
      return Mat.create(Mat.Type.FLOAT32, input.w(), input.h());
    }
    return input.d() == 0
        ? Mat.create(Mat.Type.FLOAT32, input.w(), input.h(), input.c())
        : Mat.create(Mat.Type.FLOAT32, input.w(), input.h(), input.d(), input.c());
  }

  private static Mat hinted(Input input) {
    List<ShapeHint> hints = ShapeHint.of(input.spec());
    if (hints.isEmpty()) {
      return null;
    }
    ShapeHint hint = hints.get(0);
    return switch (hint.dims()) {
      case 1 -> Mat.create(Mat.Type.FLOAT32, hint.w());
      case 2 -> Mat.create(Mat.Type.FLOAT32, hint.w(), hint.h());
      case 3 -> Mat.create(Mat.Type.FLOAT32, hint.w(), hint.h(), hint.c());
      default -> Mat.create(Mat.Type.FLOAT32, hint.w(), hint.h(), hint.d(), hint.c());
    };
  }
}

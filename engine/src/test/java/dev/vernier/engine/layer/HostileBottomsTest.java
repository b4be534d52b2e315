package dev.vernier.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer under bottoms that its parameters were not made for: it runs, or it says which layer
 * cannot take which blob and what it expects instead.
 */
class HostileBottomsTest {
  private static final int CASES = 6;

  static Stream<Path> zips() throws Exception {
    return LayerGoldensTest.zips().stream();
  }

  @ParameterizedTest
  @MethodSource("zips")
  void runsOrSaysWhatItExpects(Path zip) throws IOException {
    for (GoldenCase golden : GoldenCase.sample(zip, CASES)) {
      for (int i = 0; i < golden.inputs().size(); i++) {
        for (Mat hostile : hostile(golden.inputs().get(i))) {
          List<Mat> inputs = new ArrayList<>(golden.inputs());
          inputs.set(i, hostile);
          check(golden, inputs, "bottom " + i + " as " + hostile);
        }
      }
    }
  }

  private static void check(GoldenCase golden, List<Mat> inputs, String what) {
    Throwable failure = catchThrowable(() -> run(golden, inputs));
    if (failure != null) {
      assertThat(failure)
          .as("%s with %s", golden, what)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(golden.layer().spec().describe())
          .hasMessageContaining("expected");
    }
  }

  private static void run(GoldenCase golden, List<Mat> inputs) {
    Option option = Option.defaults().withKernels(OneLayerNet.provider());
    Extractor extractor = golden.net().extractor(option);
    for (int i = 0; i < inputs.size(); i++) {
      extractor.input("in" + i, inputs.get(i));
    }
    List<String> tops = golden.layer().spec().tops();
    for (Mat top : extractor.extract(tops)) {
      assertThat(top).as("a top of %s", golden).isNotNull();
    }
  }

  /** Small and odd shapes of every type and number of dimensions, and the given one made wrong. */
  private static List<Mat> hostile(Mat given) {
    List<Mat> mats = new ArrayList<>();
    for (Mat.Type type : Mat.Type.values()) {
      mats.add(Mat.empty(type));
      mats.add(Mat.create(type, 1));
      mats.add(Mat.create(type, 7));
      mats.add(Mat.create(type, 1, 1));
      mats.add(Mat.create(type, 5, 2));
      mats.add(Mat.create(type, 1, 1, 1));
      mats.add(Mat.create(type, 3, 2, 5));
      mats.add(Mat.create(type, 1, 1, 1, 1));
      mats.add(Mat.create(type, 2, 3, 2, 3));
      if (type != given.type()) {
        mats.add(Mat.allocate(type, given.dims(), given.w(), given.h(), given.d(), given.c()));
      }
    }
    mats.add(Mat.create(given.type(), 70_001));
    mats.add(Mat.create(given.type(), given.size()));
    mats.add(
        Mat.allocate(given.type(), given.dims(), given.w() + 1, given.h(), given.d(), given.c()));
    if (given.dims() == 3) {
      mats.add(Mat.create(given.type(), given.w(), given.h(), given.c() + 1));
      mats.add(Mat.create(given.type(), given.w(), given.h(), 1, given.c()));
    }
    Mat wild = given.copy();
    if (wild.type() == Mat.Type.FLOAT32) {
      float[] values = {Float.NaN, Float.POSITIVE_INFINITY, -1e30f, 1e30f, -1f};
      for (int i = 0; i < wild.size(); i++) {
        wild.floats()[i] = values[i % values.length];
      }
      mats.add(wild);
    }
    return mats;
  }
}

package dev.vernier.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessTest {

  private static final float[] NONE = {};

  @ParameterizedTest
  @CsvSource({
    "28,  14, 100, 50, 28,  14", // both given
    "0,    0, 100, 50, 100, 50", // none given
    "-1,  -1, 100, 50, 100, 50",
    "28,   0, 100, 50, 28,  14", // aspect kept
    "0,   48, 320, 31, 495, 48", // 495.48 is truncated
    "33,   0, 100, 10, 33,   3", // 3.3 is truncated
    "7,    0,   3,  9,  7,  20", // 3/7 as a float is above 3/7: 20.99 instead of 21
  })
  void followsTheShapeRuleOfNcnn2table(
      int targetW, int targetH, int w, int h, int expectedW, int expectedH) {
    Preprocess preprocess =
        Preprocess.ofShape(PixelFormat.GRAY, new int[] {targetW, targetH, 1}, NONE, NONE);

    assertThat(preprocess.outputW(w, h)).isEqualTo(expectedW);
    assertThat(preprocess.outputH(w, h)).isEqualTo(expectedH);
    Mat mat = preprocess.apply(new Image(w, h, 1, new byte[w * h]));
    assertThat(mat.describe()).isEqualTo("(" + expectedW + ", " + expectedH + ", 1)");
  }

  @Test
  void subtractsMeanAndMultipliesByNorm() {
    Image image = new Image(2, 1, 3, new byte[] {10, 20, 30, (byte) 250, 0, 1});
    float[] mean = {1, 2, 3};
    float[] norm = {0.5f, 2, 10};

    assertThat(new Preprocess(PixelFormat.RGB, 0, 0, mean, norm).apply(image).floats())
        .containsExactly(4.5f, 124.5f, 36, -4, 270, -20);
    assertThat(new Preprocess(PixelFormat.BGR, 0, 0, mean, NONE).apply(image).floats())
        .containsExactly(29, 0, 18, -2, 7, 247);
    assertThat(new Preprocess(PixelFormat.GRAY, 0, 0, NONE, new float[] {2}).apply(image).floats())
        .containsExactly(2 * ((770 + 3000 + 870) >> 8), 2 * ((250 * 77 + 29) >> 8));
  }

  @Test
  void roundsOnceAsNcnnDoes() {
    Image image = new Image(1, 1, 1, new byte[] {100});
    float mean = 127.5f;
    float norm = 0.007843137f;

    Mat mat =
        new Preprocess(PixelFormat.GRAY, 0, 0, new float[] {mean}, new float[] {norm}).apply(image);

    assertThat(mat.floats()[0]).isEqualTo((float) (100.0 * norm + (double) (-mean * norm)));
  }

  @Test
  void grayFileEqualsItsColourForm() {
    byte[] gray = {0, 50, 100, (byte) 150, (byte) 200, (byte) 250};
    byte[] rgb = new byte[18];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = gray[i / 3];
    }
    for (PixelFormat format : PixelFormat.values()) {
      Preprocess preprocess = new Preprocess(format, 7, 5, NONE, NONE);
      assertThat(preprocess.apply(new Image(3, 2, 1, gray)).floats())
          .as("%s", format)
          .isEqualTo(preprocess.apply(new Image(3, 2, 3, rgb)).floats());
    }
  }

  @Test
  void writesIntoGivenMatWithReusedBuffers() {
    Preprocess preprocess = new Preprocess(PixelFormat.BGR, 4, 4, NONE, NONE);
    Preprocess.Worker worker = new Preprocess.Worker();
    Mat target = Mat.create(Mat.Type.FLOAT32, 4, 4, 3);
    for (int size : new int[] {9, 2, 4, 30}) {
      byte[] pixels = new byte[size * size * 3];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (i * 31);
      }
      Image image = new Image(size, size, 3, pixels);

      preprocess.apply(image, target, worker);

      assertThat(target.floats()).as("size %d", size).isEqualTo(preprocess.apply(image).floats());
    }
  }

  @Test
  void refusesMatOfAnotherShape() {
    Preprocess preprocess = new Preprocess(PixelFormat.RGB, 4, 2, NONE, NONE);
    Image image = new Image(1, 1, 1, new byte[1]);
    Mat target = Mat.create(Mat.Type.FLOAT32, 2, 4, 3);

    assertThatThrownBy(() -> preprocess.apply(image, target, new Preprocess.Worker()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image of 1 x 1 pixels becomes (4, 2, 3), not (2, 4, 3)");
  }

  @Test
  void refusesListsThatDoNotFitTheChannels() {
    assertThatThrownBy(() -> new Preprocess(PixelFormat.BGR, 0, 0, new float[] {1}, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mean has 1 value, BGR has 3 channels");
    assertThatThrownBy(() -> new Preprocess(PixelFormat.GRAY, 0, 0, NONE, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("norm has 3 values, GRAY has 1 channel");
    assertThatThrownBy(
            () -> Preprocess.ofShape(PixelFormat.GRAY, new int[] {28, 28, 3}, NONE, NONE))
        .hasMessage("shape [28, 28, 3] has 3 channels, pixel format GRAY has 1");
    assertThatThrownBy(() -> Preprocess.ofShape(PixelFormat.GRAY, new int[] {28}, NONE, NONE))
        .hasMessage("shape [28] has 1 sizes, expected [w,h,c]");
  }

  @Test
  void refusesImagesThatVanishOrExplode() {
    Preprocess preprocess = new Preprocess(PixelFormat.GRAY, 28, 0, NONE, NONE);
    assertThatThrownBy(() -> preprocess.apply(new Image(1000, 1, 1, new byte[1000])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "image of 1000 x 1 pixels becomes 28 x 0 by shape=[28,0,1],"
                + " expected 1 to 100000000 pixels");
    Preprocess wide = new Preprocess(PixelFormat.GRAY, 100_000, 0, NONE, NONE);
    assertThatThrownBy(() -> wide.apply(new Image(1, 1000, 1, new byte[1000])))
        .hasMessageStartingWith("image of 1 x 1000 pixels becomes 100000 x 100");
  }

  @Test
  void refusesTooFewBytes() {
    Preprocess preprocess = new Preprocess(PixelFormat.GRAY, 0, 0, NONE, NONE);
    assertThatThrownBy(() -> preprocess.apply(new byte[5], PixelFormat.BGR, 2, 1))
        .hasMessage("5 bytes are too few for 2 x 1 pixels of BGR");
  }

  @Test
  void survivesSerialisation() throws Exception {
    Preprocess original =
        new Preprocess(PixelFormat.BGR, 2, 0, new float[] {1, 2, 3}, new float[] {4, 5, 6});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    assertThat(bytes.size()).isLessThan(2000);

    Preprocess copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (Preprocess) in.readObject();
    }

    Image image = new Image(1, 1, 3, new byte[] {7, 8, 9});
    assertThat(copy)
        .hasToString("pixel=BGR shape=[2,0,3] mean=[1.0, 2.0, 3.0] norm=[4.0, 5.0, 6.0]");
    assertThat(copy.apply(image).floats()).isEqualTo(original.apply(image).floats());
  }
}

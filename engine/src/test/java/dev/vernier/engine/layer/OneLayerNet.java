package dev.vernier.engine.layer;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.engine.kernel.KernelProvider;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A net {@code net} of Input layers {@code in0 …} and one layer {@code layer} under test. */
public final class OneLayerNet {
  private static final int INT8_TAG = 0x000D4B38;

  private final String type;
  private final String params;
  private final int inputs;
  private final int outputs;
  private final ByteArrayOutputStream bin = new ByteArrayOutputStream();

  private OneLayerNet(String type, String params, int inputs, int outputs) {
    this.type = type;
    this.params = params;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** A layer with one bottom and one top and parameters as a param file writes them. */
  public static OneLayerNet of(String type, String params) {
    return new OneLayerNet(type, params, 1, 1);
  }

  /** The same with other numbers of bottoms and tops. */
  public OneLayerNet blobs(int bottoms, int tops) {
    return new OneLayerNet(type, params, bottoms, tops);
  }

  /** Appends a weight with the fp32 tag. */
  public OneLayerNet weights(float... values) {
    word(0);
    return raw(values);
  }

  /** Appends a weight with the int8 tag. */
  public OneLayerNet int8Weights(int... values) {
    word(INT8_TAG);
    for (int value : values) {
      bin.write(value);
    }
    while (bin.size() % 4 != 0) {
      bin.write(0);
    }
    return this;
  }

  /** Appends values without a tag. */
  public OneLayerNet raw(float... values) {
    for (float value : values) {
      word(Float.floatToRawIntBits(value));
    }
    return this;
  }

  private void word(int value) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    bin.write(bytes, 0, bytes.length);
  }

  /** Loads the net; messages start with {@code net.param line 3} where there is one input. */
  public Net net() {
    StringBuilder text = new StringBuilder("7767517\n");
    text.append(inputs + 1).append(' ').append(inputs + outputs).append('\n');
    StringBuilder blobs = new StringBuilder();
    for (int i = 0; i < inputs; i++) {
      text.append("Input in").append(i).append(" 0 1 in").append(i).append('\n');
      blobs.append(" in").append(i);
    }
    for (int i = 0; i < outputs; i++) {
      blobs.append(" out").append(i);
    }
    text.append(type).append(" layer ").append(inputs).append(' ').append(outputs);
    text.append(blobs).append(' ').append(params).append('\n');
    return Net.load(text.toString().getBytes(StandardCharsets.UTF_8), bin.toByteArray(), "net");
  }

  /** The layer under test. */
  public Layer layer() {
    return net().layers().get(inputs);
  }

  /** Runs the layer with the provider that the build tests; the first top. */
  public Mat run(Mat... values) {
    return runAll(values).get(0);
  }

  /** Runs the layer; all tops. */
  public List<Mat> runAll(Mat... values) {
    Extractor extractor = net().extractor(Option.defaults().withKernels(provider()));
    for (int i = 0; i < values.length; i++) {
      extractor.input("in" + i, values[i]);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add("out" + i);
    }
    return extractor.extract(names);
  }

  /** The kernels that the system property {@code vernier.kernels} names; scalar without it. */
  public static KernelProvider provider() {
    String name = System.getProperty("vernier.kernels", "scalar");
    return KernelProvider.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The elements of a float mat, exactly as many as it has. */
  public static float[] values(Mat mat) {
    return mat.copy().floats();
  }

  /** 0, 1, 2 … in the given shape. */
  public static Mat counting(int dims, int w, int h, int d, int c) {
    Mat mat = Mat.allocate(Mat.Type.FLOAT32, dims, w, h, d, c);
    for (int i = 0; i < mat.size(); i++) {
      mat.floats()[i] = i;
    }
    return mat;
  }
}

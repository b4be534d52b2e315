package dev.vernier.benchmarks;

import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The nets that this project has as ncnn's files and as ONNX. */
public enum KnownNet {
  /** Fashion-MNIST, 28 x 28. */
  FMNIST("", 28, 28, 1),
  /** Which way up a line of text is. */
  CLS("ch_ppocr_mobile_v2.0_cls_infer", 192, 48, 3),
  /** What a line of text says. */
  REC("ch_PP-OCRv3_rec_infer", 320, 48, 3),
  /** Where text is. */
  DET("ch_PP-OCRv3_det_infer", 320, 320, 3);

  private static final long SEED = 1;

  private final String file;
  private final int w;
  private final int h;
  private final int c;

  KnownNet(String file, int w, int h, int c) {
    this.file = file;
    this.w = w;
    this.h = h;
    this.c = c;
  }

  /** The net, from the class path or the directory of the data sets. */
  Net load(Path datasets) throws IOException {
    if (this == FMNIST) {
      Path fashion = datasets.resolve("fashion-mnist");
      return Net.load(fashion.resolve("fmnist.param"), fashion.resolve("fmnist.bin"));
    }
    return Net.load(resource(file + ".param"), resource(file + ".bin"), name());
  }

  /** The same net as an ONNX file. */
  byte[] onnx(Path datasets) throws IOException {
    return this == FMNIST
        ? Files.readAllBytes(datasets.resolve("fashion-mnist").resolve("fmnist.onnx"))
        : resource(file + ".onnx");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = KnownNet.class.getResourceAsStream("/models/" + name)) {
      if (in == null) {
        throw new IOException("/models/" + name + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  /** Inputs with elements in [-1, 1), the same every time. */
  List<Mat> inputs(int samples) {
    Random random = new Random(SEED);
    List<Mat> inputs = new ArrayList<>();
    for (int s = 0; s < samples; s++) {
      Mat input = Mat.create(Mat.Type.FLOAT32, w, h, c);
      for (int i = 0; i < input.size(); i++) {
        input.floats()[i] = random.nextFloat() * 2 - 1;
      }
      inputs.add(input);
    }
    return inputs;
  }
}

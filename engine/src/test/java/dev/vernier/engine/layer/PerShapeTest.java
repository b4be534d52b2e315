package dev.vernier.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerShapeTest {
  /** Windows of all kinds, and channels scaled by what is pooled from them. */
  private static final String NET =
      """
      7767517
      8 10
      Input in 0 1 in
      Convolution stem 1 1 in stem 0=16 1=3 3=2 4=1 5=1 6=432
      ConvolutionDepthWise wide 1 1 stem wide 0=16 1=5 4=2 5=1 6=400 7=16
      Convolution point 1 1 wide point 0=16 1=1 5=1 6=256
      Split split 1 2 point left right
      Pooling pool 1 1 left pool 0=1 4=1
      BinaryOp scale 2 1 right pool scaled 0=2
      Convolution last 1 1 scaled out 0=8 1=3 4=1 5=1 6=1152
      """;

  @TempDir Path folder;

  @Test
  void whatIsKeptOfOneShapeDoesNotServeAnother() throws IOException {
    Net net = Net.withRandomWeights(Files.writeString(folder.resolve("net.param"), NET), 3);
    Extractor extractor = net.extractor();
    int[][] sizes = {{20, 12}, {9, 31}, {20, 12}, {20, 13}, {21, 12}, {64, 64}, {9, 31}, {12, 20}};
    for (int[] size : sizes) {
      Mat input = Mat.create(Mat.Type.FLOAT32, size[0], size[1], 3);
      Random random = new Random(size[0]);
      for (int i = 0; i < input.size(); i++) {
        input.floats()[i] = random.nextFloat() - 0.5f;
      }
      extractor.input("in", input);
      Mat found = extractor.extract("out").copy();
      // Another net of the same weights has kept nothing.
      Extractor fresh = Net.withRandomWeights(folder.resolve("net.param"), 3).extractor();
      fresh.input("in", input);
      Mat expected = fresh.extract("out");
      assertThat(found.describe()).isEqualTo(expected.describe());
      assertThat(found.floats()).as(found.describe()).isEqualTo(expected.copy().floats());
    }
  }
}

package dev.vernier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.io.StoredNet;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxConverterTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("m.onnx");
  }

  private static StoredNet convert(Path model, Map<String, int[]> shapes) throws IOException {
    return OnnxConverter.convert(model, shapes, false);
  }

  private static List<String> types(StoredNet net) {
    return net.layers().stream().map(layer -> layer.spec().type()).toList();
  }

  /** The net of the model gives what ONNX Runtime gives; a batch of 1 is not in the net. */
  private static void assertSame(Path model, StoredNet net, int... dims) throws Exception {
    int[] sizes = dims[0] == 1 ? Arrays.copyOfRange(dims, 1, dims.length) : dims;
    Random random = new Random(3);
    float[] elements = new float[Tensor.count(sizes)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextFloat() * 8 - 4;
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = Arrays.stream(dims).asLongStream().toArray();
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(elements), shape);
        OrtSession.Result result = session.run(Map.of("x", input))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] expected = new float[buffer.remaining()];
      buffer.get(expected);
      float[] found = Runs.run(net, Map.of("x", Runs.mat(sizes, elements)), List.of("y")).get(0);
      assertThat(found).containsExactly(expected, Offset.offset(1e-4f));
    }
  }

  @Test
  void activationsWrittenOutBecomeOneLayer() throws Exception {
    Path model =
        new Models()
            .input("x", 1, 4, 5, 6)
            .reals("three", new int[0], 3f)
            .reals("zero", new int[0], 0f)
            .reals("six", new int[0], 6f)
            .node("Add", List.of("x", "three"), "a")
            .node("Clip", List.of("a", "zero", "six"), "b")
            .node("Mul", List.of("x", "b"), "c")
            .node("Div", List.of("c", "six"), "d")
            .node("Sigmoid", List.of("d"), "e")
            .node("Mul", List.of("e", "d"), "y")
            .output("y")
            .write(file());
    StoredNet net = convert(model, Map.of());
    assertThat(types(net)).containsExactly("Input", "HardSwish", "Swish");
    assertSame(model, net, 1, 4, 5, 6);
  }

  @Test
  void geluAndLayerNormWrittenOutBecomeOneLayerEach() throws Exception {
    float[] gamma = {1f, 2f, 0.5f, -1f};
    Path model =
        new Models()
            .input("x", 1, 3, 4)
            .reals("two", new int[0], 2f)
            .reals("eps", new int[0], 1e-5f)
            .reals("root", new int[0], 1.41421354f)
            .reals("one", new int[0], 1f)
            .reals("half", new int[0], 0.5f)
            .reals("gamma", new int[] {4}, gamma)
            .reals("beta", new int[] {4}, 0f, 1f, 2f, 3f)
            .node("ReduceMean", List.of("x"), "mean", "axes", new long[] {-1})
            .node("Sub", List.of("x", "mean"), "less")
            .node("Pow", List.of("less", "two"), "square")
            .node("ReduceMean", List.of("square"), "variance", "axes", new long[] {-1})
            .node("Add", List.of("variance", "eps"), "sum")
            .node("Sqrt", List.of("sum"), "deviation")
            .node("Div", List.of("less", "deviation"), "normal")
            .node("Mul", List.of("normal", "gamma"), "scaled")
            .node("Add", List.of("scaled", "beta"), "z")
            .node("Div", List.of("z", "root"), "p")
            .node("Erf", List.of("p"), "q")
            .node("Add", List.of("q", "one"), "r")
            .node("Mul", List.of("z", "r"), "s")
            .node("Mul", List.of("s", "half"), "y")
            .output("y")
            .write(file());
    StoredNet net = convert(model, Map.of());
    assertThat(types(net)).containsExactly("Input", "LayerNorm", "GELU");
    assertSame(model, net, 1, 3, 4);
  }

  @Test
  void gemmOfValuesHasAlphaWithAndWithoutC() throws Exception {
    Path model =
        new Models()
            .input("x", 3, 4)
            .node("Gemm", List.of("x", "x"), "a", "alpha", 0.01f, "beta", 0.5f, "transB", 1)
            .node("Gemm", List.of("a", "a", "a"), "y", "alpha", 0.5f)
            .output("y")
            .write(file());
    StoredNet net = convert(model, Map.of());
    assertSame(model, net, 3, 4);
  }

  @Test
  void shufflesBecomeOneLayer() throws Exception {
    Path model =
        new Models()
            .input("x", 1, 8, 2, 3)
            .wholes("parts", 1, 2, 4, 2, 3)
            .wholes("image", 1, 8, 2, 3)
            .wholes("blocks", 1, 2, 2, 2, 2, 3)
            .wholes("space", 1, 2, 4, 6)
            .node("Reshape", List.of("x", "parts"), "a")
            .node("Transpose", List.of("a"), "b", "perm", new long[] {0, 2, 1, 3, 4})
            .node("Reshape", List.of("b", "image"), "c")
            .node("Reshape", List.of("c", "blocks"), "d")
            .node("Transpose", List.of("d"), "e", "perm", new long[] {0, 1, 4, 2, 5, 3})
            .node("Reshape", List.of("e", "space"), "y")
            .output("y")
            .write(file());
    StoredNet net = convert(model, Map.of());
    assertThat(types(net)).containsExactly("Input", "ShuffleChannel", "PixelShuffle");
    assertSame(model, net, 1, 8, 2, 3);
  }

  @Test
  void chainsOfShapesFoldWhereSizesAreOpen() throws Exception {
    Path model =
        new Models()
            .input("x", 0, 4, 3, 0)
            .wholes("first", 0)
            .wholes("last", 3)
            .wholes("rest", 12)
            .node("Shape", List.of("x"), "shape")
            .node("Gather", List.of("shape", "first"), "n")
            .node("Gather", List.of("shape", "last"), "w")
            .node("Concat", List.of("n", "rest", "w"), "target", "axis", 0)
            .node("Reshape", List.of("x", "target"), "rows")
            .node("Transpose", List.of("rows"), "y", "perm", new long[] {0, 2, 1})
            .output("y")
            .write(file());
    StoredNet net = convert(model, Map.of());
    assertThat(types(net)).containsExactly("Input", "Reshape", "Permute");
    assertSame(model, net, 1, 4, 3, 5);
    assertSame(model, net, 1, 4, 3, 9);
  }

  @Test
  void namesEveryNodeThatHasNoForm() throws IOException {
    Path model =
        new Models()
            .input("x", 1, 4, 5, 6)
            .node("NonZero", List.of("x"), "a")
            .node("Relu", List.of("a"), "b")
            .node("Hardmax", List.of("x"), "c")
            .node("Concat", List.of("b", "c"), "y", "axis", 1)
            .output("y")
            .write(file());
    assertThatThrownBy(() -> convert(model, Map.of()))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("node \"a_node\" (NonZero): has no form in an ncnn net")
        .hasMessageContaining("cut the graph before it")
        .hasMessageContaining("node \"c_node\" (Hardmax)")
        .hasMessageNotContaining("Relu");
  }

  @Test
  void refusesAttributesThatWouldChangeTheAnswer() throws IOException {
    for (String attribute : List.of("antialias", "exclude_outside")) {
      Path model =
          new Models()
              .opset(18)
              .input("x", 1, 2, 4, 4)
              .reals("scales", new int[] {4}, 1f, 1f, 2f, 2f)
              .node("Resize", List.of("x", "", "scales"), "y", attribute, 1)
              .output("y")
              .write(file());
      assertThatThrownBy(() -> convert(model, Map.of()))
          .hasMessageContaining("node \"y_node\" (Resize): has antialias or exclude_outside");
    }
    Path each =
        new Models()
            .opset(8)
            .input("x", 1, 2)
            .reals("w", new int[] {2}, 1f, 1f)
            .node("BatchNormalization", List.of("x", "w", "w", "w", "w"), "y", "spatial", 0)
            .output("y")
            .write(file());
    assertThatThrownBy(() -> convert(each, Map.of())).hasMessageContaining("(spatial 0)");
  }

  @Test
  void refusesWhatWouldMixTheBatch() throws IOException {
    Path model =
        new Models()
            .input("x", 0, 4, 0, 0)
            .wholes("target", -1, 4, 7)
            .node("Reshape", List.of("x", "target"), "y")
            .output("y")
            .write(file());
    assertThatThrownBy(() -> convert(model, Map.of()))
        .hasMessageContaining("node \"y_node\" (Reshape)")
        .hasMessageContaining("--shape");
  }

  private static Path relu(Path file) throws IOException {
    return new Models().input("x", 1, 2).node("Relu", List.of("x"), "y").output("y").write(file);
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path whole = relu(folder.resolve("whole.onnx"));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(bytes, bytes.length - 9));
    assertThatThrownBy(() -> convert(cut, Map.of()))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("cut.onnx is no ONNX model");
    Path old = new Models().opset(6).input("x", 1, 2).output("x").write(folder.resolve("old.onnx"));
    assertThatThrownBy(() -> convert(old, Map.of()))
        .hasMessage("old.onnx is of opset 6, must be 7 to 21");
    Path missing =
        new Models().input("x", 1, 2).node("Add", List.of("x", "w"), "y").output("y").write(file());
    assertThatThrownBy(() -> convert(missing, Map.of()))
        .hasMessageContaining("value \"w\" is made by no node before");
    Path few =
        new Models()
            .input("x", 1, 2)
            .reals("w", new int[] {3}, 1f, 2f)
            .node("Add", List.of("x", "w"), "y")
            .output("y")
            .write(file());
    assertThatThrownBy(() -> convert(few, Map.of()))
        .hasMessage("m.onnx: constant \"w\" has 2 elements, its sizes ask for 3");
    Path nothing =
        new Models().input("x").node("Relu", List.of("x"), "y").output("y").write(file());
    assertThatThrownBy(() -> convert(nothing, Map.of()))
        .hasMessageContaining("input \"x\" has no shape")
        .hasMessageContaining("--shape");
    assertThatThrownBy(() -> convert(whole, Map.of("z", new int[] {1, 2})))
        .hasMessageContaining("there is no input \"z\"");
    assertThatThrownBy(() -> convert(whole, Map.of("x", new int[] {1, 3})))
        .hasMessageContaining("is [1, 2] in the model, not [1, 3]");
  }
}

package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.engine.Net;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  private static final Path MODEL =
      Path.of(System.getProperty("vernier.root"), "datasets", "fashion-mnist", "fmnist.onnx");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Path model, String... more) {
    List<String> args = new ArrayList<>(List.of("convert", "--onnx", model.toString()));
    args.addAll(List.of("--out-param", folder.resolve("net.param").toString()));
    args.addAll(List.of("--out-bin", folder.resolve("net.bin").toString()));
    args.addAll(List.of(more));
    return Main.run(
        new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
  }

  @Test
  void writesANetThatLoads() throws Exception {
    assertThat(run(MODEL)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("inputs: data", "outputs: prob", " layers, ");
    Net net = Net.load(folder.resolve("net.param"), folder.resolve("net.bin"));
    assertThat(net.inputs()).singleElement().extracting("name").isEqualTo("data");
    assertThat(net.outputs()).singleElement().extracting("name").isEqualTo("prob");
    long whole = Files.size(folder.resolve("net.bin"));
    assertThat(run(MODEL, "--fp16")).isZero();
    assertThat(Files.size(folder.resolve("net.bin"))).isLessThan(whole * 6 / 10);
  }

  @Test
  void namesEveryNodeThatHasNoForm() throws Exception {
    ModelProto model =
        ModelProto.newBuilder()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(
                GraphProto.newBuilder()
                    .addNode(NodeProto.newBuilder().setOpType("If").setName("one").addOutput("a"))
                    .addNode(NodeProto.newBuilder().setOpType("Loop").setName("two").addOutput("b"))
                    .addOutput(ValueInfoProto.newBuilder().setName("a"))
                    .addOutput(ValueInfoProto.newBuilder().setName("b")))
            .build();
    Path file = Files.write(folder.resolve("two.onnx"), model.toByteArray());
    assertThat(run(file)).isEqualTo(1);
    assertThat(err.toString()).contains("node \"one\" (If)", "node \"two\" (Loop)");
  }

  @Test
  void saysWhatIsWrongAndWritesNothing() throws Exception {
    Path none = Files.writeString(folder.resolve("no.onnx"), "not a model at all");
    assertThat(run(none)).isEqualTo(1);
    assertThat(err.toString()).contains("no.onnx is no ONNX model");
    assertThat(run(MODEL, "--shape", "data=1,1,28")).isEqualTo(1);
    assertThat(err.toString()).contains("input \"data\"");
    assertThat(run(MODEL, "--shape", "data")).isEqualTo(2);
    assertThat(err.toString()).contains("--shape is data, must be INPUT=N,...");
    assertThat(folder.resolve("net.param")).doesNotExist();
    assertThat(folder.resolve("net.bin")).doesNotExist();
  }
}

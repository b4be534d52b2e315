package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small models put together by hand. */
final class Models {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
  private int opset = 13;

  Models opset(int version) {
    opset = version;
    return this;
  }

  /** An input; a size of 0 is left open. */
  Models input(String name, int... dims) {
    graph.addInput(value(name, dims));
    return this;
  }

  Models output(String name) {
    graph.addOutput(value(name));
    return this;
  }

  private static ValueInfoProto value(String name, int... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int dim : dims) {
      TensorShapeProto.Dimension.Builder one = shape.addDimBuilder();
      if (dim > 0) {
        one.setDimValue(dim);
      } else {
        one.setDimParam("n");
      }
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
    if (dims.length > 0) {
      tensor.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  Models reals(String name, int[] dims, float... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (int dim : dims) {
      tensor.addDims(dim);
    }
    for (float value : values) {
      tensor.addFloatData(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  Models wholes(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** A node of one output; attributes are names and lists of whole numbers, or one, by turns. */
  Models node(String op, List<String> inputs, String output, Object... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(op)
            .setName(output + "_node")
            .addAllInput(inputs)
            .addOutput(output);
    for (int i = 0; i < attributes.length; i += 2) {
      AttributeProto.Builder attribute =
          AttributeProto.newBuilder().setName((String) attributes[i]);
      if (attributes[i + 1] instanceof long[] list) {
        attribute.setType(AttributeProto.AttributeType.INTS);
        for (long value : list) {
          attribute.addInts(value);
        }
      } else if (attributes[i + 1] instanceof Float real) {
        attribute.setType(AttributeProto.AttributeType.FLOAT).setF(real);
      } else {
        attribute.setType(AttributeProto.AttributeType.INT).setI((Integer) attributes[i + 1]);
      }
      node.addAttribute(attribute);
    }
    graph.addNode(node);
    return this;
  }

  Path write(Path file) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(7)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph)
            .build();
    Files.write(file, model.toByteArray());
    return file;
  }
}

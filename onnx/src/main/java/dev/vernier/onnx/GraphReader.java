package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads ONNX models. */
final class GraphReader {
  static final int FIRST_OPSET = 7;
  static final int LAST_OPSET = 21;

  private static final Set<String> OWN_DOMAINS = Set.of("", "ai.onnx");

  private GraphReader() {}

  /**
   * Reads a file.
   *
   * @throws OnnxException if it is no model, or one of another opset
   */
  static Graph read(Path file) throws IOException {
    String where = String.valueOf(file.getFileName());
    ModelProto model;
    try (InputStream in = Files.newInputStream(file)) {
      model = ModelProto.parseFrom(in);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new OnnxException(where + " is no ONNX model, or is cut off: " + e.getMessage(), e);
    }
    if (!model.hasGraph()) {
      throw new OnnxException(where + " is no ONNX model: it has no graph");
    }
    int opset = 0;
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (OWN_DOMAINS.contains(set.getDomain())) {
        opset = Math.toIntExact(set.getVersion());
      }
    }
    if (opset < FIRST_OPSET || opset > LAST_OPSET) {
      throw new OnnxException(
          where + " is of opset " + opset + ", must be " + FIRST_OPSET + " to " + LAST_OPSET);
    }
    return graph(model.getGraph(), opset, where);
  }

  private static Graph graph(GraphProto proto, int opset, String where) {
    Map<String, Tensor> constants = new HashMap<>();
    for (TensorProto tensor : proto.getInitializerList()) {
      constants.put(
          tensor.getName(),
          TensorReader.read(tensor, where + ": constant \"" + tensor.getName() + '"'));
    }
    LinkedHashMap<String, int[]> inputs = new LinkedHashMap<>();
    Set<String> wholes = new HashSet<>();
    for (ValueInfoProto input : proto.getInputList()) {
      if (!constants.containsKey(input.getName())) {
        inputs.put(input.getName(), dims(input));
        if (!Shapes.isReal(input.getType().getTensorType().getElemType())) {
          wholes.add(input.getName());
        }
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (NodeProto node : proto.getNodeList()) {
      nodes.add(node(node, nodes.size(), where));
    }
    List<String> outputs = proto.getOutputList().stream().map(ValueInfoProto::getName).toList();
    return new Graph(opset, inputs, wholes, outputs, constants, nodes);
  }

  private static int[] dims(ValueInfoProto value) {
    if (!value.getType().hasTensorType() || !value.getType().getTensorType().hasShape()) {
      return null;
    }
    TensorShapeProto shape = value.getType().getTensorType().getShape();
    int[] dims = new int[shape.getDimCount()];
    for (int i = 0; i < dims.length; i++) {
      TensorShapeProto.Dimension dim = shape.getDim(i);
      boolean given = dim.hasDimValue() && dim.getDimValue() > 0;
      dims[i] = given ? Math.toIntExact(dim.getDimValue()) : -1;
    }
    return dims;
  }

  private static Node node(NodeProto proto, int index, String where) {
    String name = proto.getName().isEmpty() ? proto.getOpType() + "_" + index : proto.getName();
    String op =
        OWN_DOMAINS.contains(proto.getDomain())
            ? proto.getOpType()
            : proto.getDomain() + "." + proto.getOpType();
    Map<String, Object> attributes = new HashMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      Object value =
          value(attribute, where + ": node \"" + name + "\" (" + op + "): " + attribute.getName());
      if (value != null) {
        attributes.put(attribute.getName(), value);
      }
    }
    return new Node(name, op, proto.getInputList(), proto.getOutputList(), attributes);
  }

  private static Object value(AttributeProto attribute, String where) {
    return switch (attribute.getType()) {
      case INT -> attribute.getI();
      case FLOAT -> attribute.getF();
      case STRING -> attribute.getS().toStringUtf8();
      case INTS -> attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
      case FLOATS -> {
        float[] floats = new float[attribute.getFloatsCount()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = attribute.getFloats(i);
        }
        yield floats;
      }
      case TENSOR -> TensorReader.read(attribute.getT(), where);
      // Graphs within nodes and the like: the nodes that have them are refused by their op.
      default -> null;
    };
  }
}

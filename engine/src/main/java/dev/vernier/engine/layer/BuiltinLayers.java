package dev.vernier.engine.layer;

import dev.vernier.engine.layer.LayerRegistry.Entry;
import dev.vernier.engine.layer.activation.HardSigmoid;
import dev.vernier.engine.layer.activation.HardSwish;
import dev.vernier.engine.layer.activation.ReLU;
import dev.vernier.engine.layer.activation.Sigmoid;
import dev.vernier.engine.layer.activation.Swish;
import dev.vernier.engine.layer.attention.RotaryEmbed;
import dev.vernier.engine.layer.conv.Convolution;
import dev.vernier.engine.layer.conv.ConvolutionDepthWise;
import dev.vernier.engine.layer.conv.Deconvolution;
import dev.vernier.engine.layer.conv.InnerProduct;
import dev.vernier.engine.layer.math.BinaryOp;
import dev.vernier.engine.layer.math.Einsum;
import dev.vernier.engine.layer.math.MatMul;
import dev.vernier.engine.layer.math.Softmax;
import dev.vernier.engine.layer.norm.BatchNorm;
import dev.vernier.engine.layer.norm.LayerNorm;
import dev.vernier.engine.layer.pooling.Pooling;
import dev.vernier.engine.layer.shape.Concat;
import dev.vernier.engine.layer.shape.Crop;
import dev.vernier.engine.layer.shape.Input;
import dev.vernier.engine.layer.shape.Interp;
import dev.vernier.engine.layer.shape.MemoryData;
import dev.vernier.engine.layer.shape.Permute;
import dev.vernier.engine.layer.shape.Reshape;
import dev.vernier.engine.layer.shape.Split;
import dev.vernier.engine.layer.shape.Squeeze;
import java.util.List;
import java.util.function.Function;

/** The layer types that the engine brings, with the type numbers that binary params use. */
final class BuiltinLayers {

  private BuiltinLayers() {}

  static List<Entry> entries() {
    return List.of(
        entry(2, "BatchNorm", BatchNorm::new),
        entry(5, "Concat", Concat::new),
        entry(6, "Convolution", Convolution::new),
        entry(7, "Crop", Crop::new),
        entry(8, "Deconvolution", Deconvolution::new),
        entry(15, "InnerProduct", InnerProduct::new),
        entry(16, "Input", Input::new),
        entry(19, "MemoryData", MemoryData::new),
        entry(21, "Pooling", Pooling::new),
        entry(26, "ReLU", ReLU::new),
        entry(27, "Reshape", Reshape::new),
        entry(30, "Sigmoid", Sigmoid::new),
        entry(32, "Softmax", Softmax::new),
        entry(33, "Split", Split::new),
        entry(40, "BinaryOp", BinaryOp::new),
        entry(42, "ConvolutionDepthWise", ConvolutionDepthWise::new),
        entry(44, "Squeeze", Squeeze::new),
        entry(47, "Permute", Permute::new),
        entry(50, "Interp", Interp::new),
        entry(65, "HardSigmoid", HardSigmoid::new),
        entry(67, "HardSwish", HardSwish::new),
        entry(73, "Swish", Swish::new),
        entry(76, "LayerNorm", LayerNorm::new),
        entry(87, "MatMul", MatMul::new),
        entry(92, "Einsum", Einsum::new),
        entry(109, "RotaryEmbed", RotaryEmbed::new));
  }

  private static Entry entry(int number, String type, LayerFactory factory) {
    return new Entry(number, type, factory);
  }

  /** A type without weights. */
  private static Entry entry(int number, String type, Function<LayerSpec, Layer> factory) {
    return new Entry(number, type, (spec, weights) -> factory.apply(spec));
  }
}

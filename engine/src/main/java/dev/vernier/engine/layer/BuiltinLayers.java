package dev.vernier.engine.layer;

import dev.vernier.engine.layer.LayerRegistry.Entry;
import dev.vernier.engine.layer.activation.HardSigmoid;
import dev.vernier.engine.layer.activation.HardSwish;
import dev.vernier.engine.layer.activation.ReLU;
import dev.vernier.engine.layer.activation.Sigmoid;
import dev.vernier.engine.layer.activation.Swish;
import dev.vernier.engine.layer.conv.Convolution;
import dev.vernier.engine.layer.conv.ConvolutionDepthWise;
import dev.vernier.engine.layer.conv.Deconvolution;
import dev.vernier.engine.layer.conv.InnerProduct;
import dev.vernier.engine.layer.detection.PriorBox;
import dev.vernier.engine.layer.math.ArgMax;
import dev.vernier.engine.layer.math.BinaryOp;
import dev.vernier.engine.layer.math.MatMul;
import dev.vernier.engine.layer.math.Reduction;
import dev.vernier.engine.layer.math.Softmax;
import dev.vernier.engine.layer.norm.BatchNorm;
import dev.vernier.engine.layer.norm.GroupNorm;
import dev.vernier.engine.layer.norm.InstanceNorm;
import dev.vernier.engine.layer.norm.LRN;
import dev.vernier.engine.layer.norm.LayerNorm;
import dev.vernier.engine.layer.norm.MVN;
import dev.vernier.engine.layer.norm.Normalize;
import dev.vernier.engine.layer.norm.RMSNorm;
import dev.vernier.engine.layer.pooling.Pooling;
import dev.vernier.engine.layer.pooling.Pooling1D;
import dev.vernier.engine.layer.pooling.Pooling3D;
import dev.vernier.engine.layer.pooling.StatisticsPooling;
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
        entry(1, "ArgMax", ArgMax::new),
        entry(2, "BatchNorm", BatchNorm::new),
        entry(5, "Concat", Concat::new),
        entry(6, "Convolution", Convolution::new),
        entry(7, "Crop", Crop::new),
        entry(8, "Deconvolution", Deconvolution::new),
        entry(15, "InnerProduct", InnerProduct::new),
        entry(16, "Input", Input::new),
        entry(18, "LRN", LRN::new),
        entry(19, "MemoryData", MemoryData::new),
        entry(20, "MVN", MVN::new),
        entry(21, "Pooling", Pooling::new),
        entry(25, "Reduction", Reduction::new),
        entry(26, "ReLU", ReLU::new),
        entry(27, "Reshape", Reshape::new),
        entry(30, "Sigmoid", Sigmoid::new),
        entry(32, "Softmax", Softmax::new),
        entry(33, "Split", Split::new),
        entry(40, "BinaryOp", BinaryOp::new),
        entry(42, "ConvolutionDepthWise", ConvolutionDepthWise::new),
        entry(44, "Squeeze", Squeeze::new),
        entry(46, "Normalize", Normalize::new),
        entry(47, "Permute", Permute::new),
        entry(48, "PriorBox", PriorBox::new),
        entry(50, "Interp", Interp::new),
        entry(53, "InstanceNorm", InstanceNorm::new),
        entry(65, "HardSigmoid", HardSigmoid::new),
        entry(67, "HardSwish", HardSwish::new),
        entry(72, "StatisticsPooling", StatisticsPooling::new),
        entry(73, "Swish", Swish::new),
        entry(75, "GroupNorm", GroupNorm::new),
        entry(76, "LayerNorm", LayerNorm::new),
        entry(82, "Pooling1D", Pooling1D::new),
        entry(86, "Pooling3D", Pooling3D::new),
        entry(87, "MatMul", MatMul::new),
        entry(104, "RMSNorm", RMSNorm::new));
  }

  private static Entry entry(int number, String type, LayerFactory factory) {
    return new Entry(number, type, factory);
  }

  /** A type without weights. */
  private static Entry entry(int number, String type, Function<LayerSpec, Layer> factory) {
    return new Entry(number, type, (spec, weights) -> factory.apply(spec));
  }
}

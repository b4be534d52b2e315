package dev.vernier.engine.layer;

import dev.vernier.engine.layer.LayerRegistry.Entry;
import dev.vernier.engine.layer.activation.AbsVal;
import dev.vernier.engine.layer.activation.BNLL;
import dev.vernier.engine.layer.activation.CELU;
import dev.vernier.engine.layer.activation.Clip;
import dev.vernier.engine.layer.activation.Dropout;
import dev.vernier.engine.layer.activation.ELU;
import dev.vernier.engine.layer.activation.Erf;
import dev.vernier.engine.layer.activation.Exp;
import dev.vernier.engine.layer.activation.GELU;
import dev.vernier.engine.layer.activation.HardSigmoid;
import dev.vernier.engine.layer.activation.HardSwish;
import dev.vernier.engine.layer.activation.Log;
import dev.vernier.engine.layer.activation.Mish;
import dev.vernier.engine.layer.activation.PReLU;
import dev.vernier.engine.layer.activation.Power;
import dev.vernier.engine.layer.activation.ReLU;
import dev.vernier.engine.layer.activation.SELU;
import dev.vernier.engine.layer.activation.Shrink;
import dev.vernier.engine.layer.activation.Sigmoid;
import dev.vernier.engine.layer.activation.Softplus;
import dev.vernier.engine.layer.activation.Swish;
import dev.vernier.engine.layer.activation.TanH;
import dev.vernier.engine.layer.activation.Threshold;
import dev.vernier.engine.layer.attention.MultiHeadAttention;
import dev.vernier.engine.layer.attention.RotaryEmbed;
import dev.vernier.engine.layer.attention.SDPA;
import dev.vernier.engine.layer.conv.Convolution;
import dev.vernier.engine.layer.conv.Convolution1D;
import dev.vernier.engine.layer.conv.Convolution3D;
import dev.vernier.engine.layer.conv.ConvolutionDepthWise;
import dev.vernier.engine.layer.conv.ConvolutionDepthWise1D;
import dev.vernier.engine.layer.conv.ConvolutionDepthWise3D;
import dev.vernier.engine.layer.conv.Deconvolution;
import dev.vernier.engine.layer.conv.Deconvolution1D;
import dev.vernier.engine.layer.conv.Deconvolution3D;
import dev.vernier.engine.layer.conv.DeconvolutionDepthWise;
import dev.vernier.engine.layer.conv.DeconvolutionDepthWise1D;
import dev.vernier.engine.layer.conv.DeconvolutionDepthWise3D;
import dev.vernier.engine.layer.conv.DeformableConv2D;
import dev.vernier.engine.layer.conv.InnerProduct;
import dev.vernier.engine.layer.detection.DetectionOutput;
import dev.vernier.engine.layer.detection.PSROIPooling;
import dev.vernier.engine.layer.detection.PriorBox;
import dev.vernier.engine.layer.detection.Proposal;
import dev.vernier.engine.layer.detection.ROIAlign;
import dev.vernier.engine.layer.detection.ROIPooling;
import dev.vernier.engine.layer.detection.YoloDetectionOutput;
import dev.vernier.engine.layer.detection.Yolov3DetectionOutput;
import dev.vernier.engine.layer.math.ArgMax;
import dev.vernier.engine.layer.math.Bias;
import dev.vernier.engine.layer.math.BinaryOp;
import dev.vernier.engine.layer.math.CumulativeSum;
import dev.vernier.engine.layer.math.Einsum;
import dev.vernier.engine.layer.math.Eltwise;
import dev.vernier.engine.layer.math.Embed;
import dev.vernier.engine.layer.math.GLU;
import dev.vernier.engine.layer.math.Gemm;
import dev.vernier.engine.layer.math.MatMul;
import dev.vernier.engine.layer.math.Reduction;
import dev.vernier.engine.layer.math.Scale;
import dev.vernier.engine.layer.math.Softmax;
import dev.vernier.engine.layer.math.UnaryOp;
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
import dev.vernier.engine.layer.pooling.SPP;
import dev.vernier.engine.layer.pooling.StatisticsPooling;
import dev.vernier.engine.layer.quantize.Dequantize;
import dev.vernier.engine.layer.quantize.Quantize;
import dev.vernier.engine.layer.quantize.Requantize;
import dev.vernier.engine.layer.recurrent.GRU;
import dev.vernier.engine.layer.recurrent.LSTM;
import dev.vernier.engine.layer.recurrent.RNN;
import dev.vernier.engine.layer.shape.Cast;
import dev.vernier.engine.layer.shape.Concat;
import dev.vernier.engine.layer.shape.CopyTo;
import dev.vernier.engine.layer.shape.Crop;
import dev.vernier.engine.layer.shape.DeepCopy;
import dev.vernier.engine.layer.shape.Diag;
import dev.vernier.engine.layer.shape.ExpandDims;
import dev.vernier.engine.layer.shape.Flatten;
import dev.vernier.engine.layer.shape.Flip;
import dev.vernier.engine.layer.shape.Fold;
import dev.vernier.engine.layer.shape.GridSample;
import dev.vernier.engine.layer.shape.Input;
import dev.vernier.engine.layer.shape.Interp;
import dev.vernier.engine.layer.shape.MemoryData;
import dev.vernier.engine.layer.shape.Noop;
import dev.vernier.engine.layer.shape.Packing;
import dev.vernier.engine.layer.shape.Padding;
import dev.vernier.engine.layer.shape.Permute;
import dev.vernier.engine.layer.shape.PixelShuffle;
import dev.vernier.engine.layer.shape.Reorg;
import dev.vernier.engine.layer.shape.Reshape;
import dev.vernier.engine.layer.shape.ShuffleChannel;
import dev.vernier.engine.layer.shape.Slice;
import dev.vernier.engine.layer.shape.Split;
import dev.vernier.engine.layer.shape.Squeeze;
import dev.vernier.engine.layer.shape.Tile;
import dev.vernier.engine.layer.shape.Unfold;
import dev.vernier.engine.layer.spectral.InverseSpectrogram;
import dev.vernier.engine.layer.spectral.Spectrogram;
import java.util.List;
import java.util.function.Function;

/** The layer types that the engine brings, with the type numbers that binary params use. */
final class BuiltinLayers {

  private BuiltinLayers() {}

  static List<Entry> entries() {
    return List.of(
        entry(0, "AbsVal", AbsVal::new),
        entry(1, "ArgMax", ArgMax::new),
        entry(2, "BatchNorm", BatchNorm::new),
        entry(3, "Bias", Bias::new),
        entry(4, "BNLL", BNLL::new),
        entry(5, "Concat", Concat::new),
        entry(6, "Convolution", Convolution::new),
        entry(7, "Crop", Crop::new),
        entry(8, "Deconvolution", Deconvolution::new),
        entry(9, "Dropout", Dropout::new),
        entry(10, "Eltwise", Eltwise::new),
        entry(11, "ELU", ELU::new),
        entry(12, "Embed", Embed::new),
        entry(13, "Exp", Exp::new),
        entry(14, "Flatten", Flatten::new),
        entry(15, "InnerProduct", InnerProduct::new),
        entry(16, "Input", Input::new),
        entry(17, "Log", Log::new),
        entry(18, "LRN", LRN::new),
        entry(19, "MemoryData", MemoryData::new),
        entry(20, "MVN", MVN::new),
        entry(21, "Pooling", Pooling::new),
        entry(22, "Power", Power::new),
        entry(23, "PReLU", PReLU::new),
        entry(24, "Proposal", Proposal::new),
        entry(25, "Reduction", Reduction::new),
        entry(26, "ReLU", ReLU::new),
        entry(27, "Reshape", Reshape::new),
        entry(28, "ROIPooling", ROIPooling::new),
        entry(29, "Scale", Scale::new),
        entry(30, "Sigmoid", Sigmoid::new),
        entry(31, "Slice", Slice::new),
        entry(32, "Softmax", Softmax::new),
        entry(33, "Split", Split::new),
        entry(34, "SPP", SPP::new),
        entry(35, "TanH", TanH::new),
        entry(36, "Threshold", Threshold::new),
        entry(37, "Tile", Tile::new),
        entry(38, "RNN", RNN::new),
        entry(39, "LSTM", LSTM::new),
        entry(40, "BinaryOp", BinaryOp::new),
        entry(41, "UnaryOp", UnaryOp::new),
        entry(42, "ConvolutionDepthWise", ConvolutionDepthWise::new),
        entry(43, "Padding", Padding::new),
        entry(44, "Squeeze", Squeeze::new),
        entry(45, "ExpandDims", ExpandDims::new),
        entry(46, "Normalize", Normalize::new),
        entry(47, "Permute", Permute::new),
        entry(48, "PriorBox", PriorBox::new),
        entry(49, "DetectionOutput", DetectionOutput::new),
        entry(50, "Interp", Interp::new),
        entry(51, "DeconvolutionDepthWise", DeconvolutionDepthWise::new),
        entry(52, "ShuffleChannel", ShuffleChannel::new),
        entry(53, "InstanceNorm", InstanceNorm::new),
        entry(54, "Clip", Clip::new),
        entry(55, "Reorg", Reorg::new),
        entry(56, "YoloDetectionOutput", YoloDetectionOutput::new),
        entry(57, "Quantize", Quantize::new),
        entry(58, "Dequantize", Dequantize::new),
        entry(59, "Yolov3DetectionOutput", Yolov3DetectionOutput::new),
        entry(60, "PSROIPooling", PSROIPooling::new),
        entry(61, "ROIAlign", ROIAlign::new),
        entry(62, "Packing", Packing::new),
        entry(63, "Requantize", Requantize::new),
        entry(64, "Cast", Cast::new),
        entry(65, "HardSigmoid", HardSigmoid::new),
        entry(66, "SELU", SELU::new),
        entry(67, "HardSwish", HardSwish::new),
        entry(68, "Noop", Noop::new),
        entry(69, "PixelShuffle", PixelShuffle::new),
        entry(70, "DeepCopy", DeepCopy::new),
        entry(71, "Mish", Mish::new),
        entry(72, "StatisticsPooling", StatisticsPooling::new),
        entry(73, "Swish", Swish::new),
        entry(74, "Gemm", Gemm::new),
        entry(75, "GroupNorm", GroupNorm::new),
        entry(76, "LayerNorm", LayerNorm::new),
        entry(77, "Softplus", Softplus::new),
        entry(78, "GRU", GRU::new),
        entry(79, "MultiHeadAttention", MultiHeadAttention::new),
        entry(80, "GELU", GELU::new),
        entry(81, "Convolution1D", Convolution1D::new),
        entry(82, "Pooling1D", Pooling1D::new),
        entry(83, "ConvolutionDepthWise1D", ConvolutionDepthWise1D::new),
        entry(84, "Convolution3D", Convolution3D::new),
        entry(85, "ConvolutionDepthWise3D", ConvolutionDepthWise3D::new),
        entry(86, "Pooling3D", Pooling3D::new),
        entry(87, "MatMul", MatMul::new),
        entry(88, "Deconvolution1D", Deconvolution1D::new),
        entry(89, "DeconvolutionDepthWise1D", DeconvolutionDepthWise1D::new),
        entry(90, "Deconvolution3D", Deconvolution3D::new),
        entry(91, "DeconvolutionDepthWise3D", DeconvolutionDepthWise3D::new),
        entry(92, "Einsum", Einsum::new),
        entry(93, "DeformableConv2D", DeformableConv2D::new),
        entry(94, "GLU", GLU::new),
        entry(95, "Fold", Fold::new),
        entry(96, "Unfold", Unfold::new),
        entry(97, "GridSample", GridSample::new),
        entry(98, "CumulativeSum", CumulativeSum::new),
        entry(99, "CopyTo", CopyTo::new),
        entry(100, "Erf", Erf::new),
        entry(101, "Diag", Diag::new),
        entry(102, "CELU", CELU::new),
        entry(103, "Shrink", Shrink::new),
        entry(104, "RMSNorm", RMSNorm::new),
        entry(105, "Spectrogram", Spectrogram::new),
        entry(106, "InverseSpectrogram", InverseSpectrogram::new),
        entry(107, "Flip", Flip::new),
        entry(108, "SDPA", SDPA::new),
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

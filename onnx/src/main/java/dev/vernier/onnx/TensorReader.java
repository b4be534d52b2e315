package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads constants. */
final class TensorReader {

  private TensorReader() {}

  /**
   * Reads one.
   *
   * @param where how messages call it
   * @throws OnnxException if its type is none of numbers, or its data is missing or lies elsewhere
   */
  static Tensor read(TensorProto proto, String where) {
    if (proto.getDataLocation() == DataLocation.EXTERNAL) {
      throw new OnnxException(where + " lies in another file, must be within the model");
    }
    int[] dims = new int[proto.getDimsCount()];
    for (int i = 0; i < dims.length; i++) {
      long dim = proto.getDims(i);
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw new OnnxException(where + " has a size of " + dim);
      }
      dims[i] = (int) dim;
    }
    int count;
    try {
      count = Tensor.count(dims);
    } catch (ArithmeticException e) {
      throw new OnnxException(where + " has more than 2^31 elements", e);
    }
    DataType type = DataType.forNumber(proto.getDataType());
    if (type == null) {
      throw new OnnxException(where + " is of type " + proto.getDataType() + ", which is none");
    }
    ByteBuffer raw =
        proto.hasRawData()
            ? proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN)
            : null;
    int found = raw == null ? listed(proto, type) : raw.remaining() / bytes(type, where);
    if (found != count) {
      throw new OnnxException(where + " has " + found + " elements, its sizes ask for " + count);
    }
    switch (type) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> {
        float[] reals = new float[count];
        for (int i = 0; i < count; i++) {
          reals[i] = real(proto, type, raw, i);
        }
        return Tensor.ofReals(dims, reals);
      }
      default -> {
        long[] wholes = new long[count];
        for (int i = 0; i < count; i++) {
          wholes[i] = whole(proto, type, raw, i);
        }
        return Tensor.ofWholes(dims, wholes);
      }
    }
  }

  private static int bytes(DataType type, String where) {
    return switch (type) {
      case DOUBLE, INT64, UINT64 -> 8;
      case FLOAT, INT32, UINT32 -> 4;
      case FLOAT16, BFLOAT16, INT16, UINT16 -> 2;
      case INT8, UINT8, BOOL -> 1;
      default -> throw new OnnxException(where + " is of type " + type + ", must be numbers");
    };
  }

  private static int listed(TensorProto proto, DataType type) {
    return switch (type) {
      case FLOAT -> proto.getFloatDataCount();
      case DOUBLE -> proto.getDoubleDataCount();
      case INT64 -> proto.getInt64DataCount();
      case UINT64, UINT32 -> proto.getUint64DataCount();
      default -> proto.getInt32DataCount();
    };
  }

  private static float real(TensorProto proto, DataType type, ByteBuffer raw, int i) {
    return switch (type) {
      case FLOAT -> raw == null ? proto.getFloatData(i) : raw.getFloat(4 * i);
      case DOUBLE -> (float) (raw == null ? proto.getDoubleData(i) : raw.getDouble(8 * i));
      case FLOAT16 -> half(raw == null ? proto.getInt32Data(i) : raw.getShort(2 * i));
      default ->
          Float.intBitsToFloat((raw == null ? proto.getInt32Data(i) : raw.getShort(2 * i)) << 16);
    };
  }

  /** The value of half-precision bits. */
  static float half(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> (1 + fraction * 0x1p-10f) * Math.scalb(1f, exponent - 15);
        };
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  private static long whole(TensorProto proto, DataType type, ByteBuffer raw, int i) {
    if (raw == null) {
      return switch (type) {
        case INT64 -> proto.getInt64Data(i);
        case UINT64, UINT32 -> proto.getUint64Data(i);
        default -> proto.getInt32Data(i);
      };
    }
    return switch (type) {
      case INT64, UINT64 -> raw.getLong(8 * i);
      case INT32 -> raw.getInt(4 * i);
      case UINT32 -> Integer.toUnsignedLong(raw.getInt(4 * i));
      case INT16 -> raw.getShort(2 * i);
      case UINT16 -> Short.toUnsignedLong(raw.getShort(2 * i));
      case UINT8, BOOL -> Byte.toUnsignedLong(raw.get(i));
      default -> raw.get(i);
    };
  }
}

package dev.vernier.spark.ml;

import dev.vernier.engine.Blob;
import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.Option;
import dev.vernier.spark.JobException;
import dev.vernier.spark.source.BadRecordException;
import dev.vernier.spark.source.SampleDecoder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import scala.collection.Seq;

/** A saved model in the hands of one task: a sample in, its first output out. */
final class SavedModelRun {
  private final NcnnModel model;
  private final Net net;
  private final Blob input;
  private final int output;
  private final Option option;
  private final Map<CellKind, SampleCells> cells = new EnumMap<>(CellKind.class);
  private final Map<CellKind, SampleDecoder> decoders = new EnumMap<>(CellKind.class);
  private Extractor extractor;

  SavedModelRun(SavedModels.Loaded loaded) {
    this.model = loaded.model();
    this.net = loaded.net();
    this.input = net.inputs().get(0);
    String[] blobs = model.getOutputBlobs();
    this.output = blobs.length == 0 ? net.outputs().get(0).index() : net.blob(blobs[0]).index();
    this.option = Option.defaults().withKernels(ModelNet.kernels(model));
    this.extractor = net.extractor(option);
  }

  /**
   * The elements of the first output.
   *
   * @param cell a sample as Spark hands it to functions, not null
   * @return null for a bad sample where the model's handleInvalid is not {@code error}
   * @throws JobException for a bad one where it is
   */
  float[] infer(Object cell) {
    try {
      Mat sample = decode(cell);
      try {
        extractor.input(input.index(), sample);
        return OutputCells.floats(extractor.extract(output));
      } catch (RuntimeException e) {
        // What a run that was cut short has left behind is not worth reasoning about.
        extractor = net.extractor(option);
        throw new BadRecordException("the net cannot take it: ", e);
      }
    } catch (BadRecordException e) {
      if (model.getHandleInvalid().equals(NcnnParamSet.ERROR)) {
        throw new JobException(e.getMessage() + " (handleInvalid is error)", e);
      }
      return null;
    }
  }

  private Mat decode(Object cell) throws BadRecordException {
    CellKind kind = kind(cell);
    SampleCells reader =
        cells.computeIfAbsent(kind, k -> SampleCells.of(model, k, 0, SampleCells.NAMELESS));
    SampleDecoder decoder =
        decoders.computeIfAbsent(kind, k -> new SampleDecoder(List.of(reader.input())));
    return decoder.decode(reader.read("", cell))[0];
  }

  private static CellKind kind(Object cell) {
    if (cell instanceof byte[]) {
      return CellKind.ENCODED;
    }
    if (cell instanceof Seq) {
      return CellKind.ARRAY;
    }
    if (cell instanceof Vector) {
      return CellKind.VECTOR;
    }
    if (cell instanceof Row row
        && row.schema() != null
        && CellKind.of(row.schema()) == CellKind.IMAGE) {
      return CellKind.IMAGE;
    }
    throw new JobException(
        "the sample is "
            + cell.getClass().getSimpleName()
            + ", expected binary (encoded images or npy), Spark's image struct, an array of numbers"
            + " or vector");
  }
}

package dev.vernier.spark.ml;

import dev.vernier.spark.JobException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.mutable.ArraySeq;
import scala.runtime.AbstractFunction2;

/** {@code ncnn_infer(model, sample)}, for Java's way to register functions and for Catalyst's. */
final class InferFunction extends AbstractFunction2<Object, Object, Object>
    implements UDF2<Object, Object, Object>, Serializable {
  private static final long serialVersionUID = 1L;

  /** What the function gives. */
  static final DataType TYPE = DataTypes.createArrayType(DataTypes.FloatType, false);

  private static final ThreadLocal<Map<Object, SavedModelRun>> RUNS =
      ThreadLocal.withInitial(HashMap::new);

  private final SerializableConfiguration configuration;

  /** The function, with the driver's settings of Hadoop. */
  InferFunction(Configuration configuration) {
    this.configuration = new SerializableConfiguration(configuration);
  }

  @Override
  public Object call(Object path, Object sample) {
    return apply(path, sample);
  }

  @Override
  public Object apply(Object path, Object sample) {
    if (sample == null) {
      return null;
    }
    if (!(path instanceof String)) {
      throw new JobException(
          VernierFunctions.INFER + ": the model is " + path + ", expected the path of a saved one");
    }
    float[] output;
    try {
      output = run((String) path).infer(sample);
    } catch (JobException e) {
      throw new JobException(VernierFunctions.INFER + ": " + e.getMessage(), e);
    }
    return output == null ? null : new ArraySeq.ofFloat(output);
  }

  /** A task keeps its extractor from row to row, and not beyond its end. */
  private SavedModelRun run(String path) {
    TaskContext task = TaskContext.get();
    if (task == null) {
      // The driver folds constants; that is not worth keeping anything for.
      return new SavedModelRun(SavedModels.get(configuration.value(), path));
    }
    Map<Object, SavedModelRun> runs = RUNS.get();
    if (runs.isEmpty()) {
      task.addTaskCompletionListener((TaskCompletionListener) context -> RUNS.remove());
    }
    return runs.computeIfAbsent(
        path, p -> new SavedModelRun(SavedModels.get(configuration.value(), path)));
  }
}

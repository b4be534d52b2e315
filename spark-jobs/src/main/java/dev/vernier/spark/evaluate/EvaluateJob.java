package dev.vernier.spark.evaluate;

import dev.vernier.engine.Net;
import dev.vernier.spark.JobException;
import dev.vernier.spark.JobFailures;
import dev.vernier.spark.JobSteps;
import dev.vernier.spark.Progress;
import dev.vernier.spark.SeenCounters;
import dev.vernier.spark.broadcast.BroadcastPair;
import dev.vernier.spark.broadcast.PairLoader;
import dev.vernier.spark.broadcast.SampleFeed;
import dev.vernier.spark.config.EvaluateOptions;
import dev.vernier.spark.score.AnswerReader;
import dev.vernier.spark.score.LabelledSample;
import dev.vernier.spark.score.Truth;
import dev.vernier.spark.source.BadRecord;
import dev.vernier.spark.source.SampleReader;
import dev.vernier.spark.source.SampleSet;
import dev.vernier.spark.source.SampleSources;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Runs an fp32 net and an int8 net of it over the same samples, in one pass, and says how far the
 * second lies from the first: in its answers, in its output, and layer by layer.
 */
public final class EvaluateJob {
  private final SparkSession spark;
  private final Progress progress;

  /** A job in this session that tells {@code progress} how far it is. */
  public EvaluateJob(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * Does it.
   *
   * @throws JobException if something is missing, does not fit, no sample is usable, or a record is
   *     bad in FAILFAST
   * @throws dev.vernier.engine.NetException if the nets' files are wrong or the nets do not belong
   *     together
   */
  public EvaluateResult execute(EvaluateOptions options) {
    long start = System.nanoTime();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (JobSteps steps = new JobSteps(context.sc(), progress)) {
      steps.step("evaluate: listing samples");
      SampleSet samples =
          new SampleSources(spark).open(options.inputs(), options.run().partitions());
      steps.step("evaluate: reading the nets");
      try (PairLoader loader = new PairLoader(context, options.net(), options.run().kernels());
          BroadcastPair pair = loader.with(options.int8(), samples)) {
        AnswerReader reader = AnswerReader.of(context, options.answers());
        EvaluateStatistics found =
            pass(context, options, steps, samples, pair, loader.real().net(), reader);
        requireSamples(found);
        return EvaluateResult.of(
            found,
            pair.pair(),
            reader,
            samples.partitions(),
            loader.real().loads(),
            (System.nanoTime() - start) / 1e9);
      }
    }
  }

  private EvaluateStatistics pass(
      JavaSparkContext context,
      EvaluateOptions options,
      JobSteps steps,
      SampleSet samples,
      BroadcastPair pair,
      Net net,
      AnswerReader reader) {
    String blob = options.answers().blob();
    int output = (blob.isEmpty() ? net.outputs().get(0) : net.blob(blob)).index();
    SeenCounters seen = new SeenCounters(spark.sparkContext());
    // Errors that any task would meet are better met here, once.
    new SampleFeed(net, samples.inputs(), options.run().mode(), seen);
    JavaRDD<LabelledSample> labelled =
        Truth.of(context, samples, options.answers())
            .join(samples.rows().javaRDD(), new SampleReader(samples));
    steps.step("evaluate: running both nets");
    try {
      return new EvaluatePass(
              pair, samples.inputs(), output, reader, options.worst(), options.run().mode(), seen)
          .over(labelled);
    } catch (Exception e) {
      // Spark throws checked exceptions of Scala that it does not declare.
      throw JobFailures.of("the pass over the samples failed", e);
    }
  }

  private static void requireSamples(EvaluateStatistics found) {
    if (found.real().samples() == 0) {
      BadRecord bad = found.bad().first().get(0);
      throw new JobException(
          "none of "
              + found.bad().count()
              + " records is usable, the first: "
              + bad.name()
              + ": "
              + bad.reason());
    }
  }
}

package dev.vernier.benchmarks;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of one inference, and with {@code -prof gc} what it allocates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
public class InferenceBenchmark {

  /** Which net. */
  @Param public KnownNet net;

  /** Where the data sets lie. */
  @Param("datasets")
  public String datasets;

  private Extractor extractor;
  private int in;
  private int out;
  private Mat input;

  /** Loads the net. */
  @Setup
  public void load() throws IOException {
    Net loaded = net.load(Path.of(datasets));
    extractor = loaded.extractor();
    in = loaded.inputs().get(0).index();
    out = loaded.outputs().get(0).index();
    input = net.inputs(1).get(0);
  }

  /** One sample through the net. */
  @Benchmark
  public Mat inference() {
    extractor.input(in, input);
    return extractor.extract(out);
  }
}

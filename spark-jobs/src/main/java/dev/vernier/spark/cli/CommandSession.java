package dev.vernier.spark.cli;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark session of one command: stopped at its end, unless it was there before. */
final class CommandSession implements AutoCloseable {
  private final SparkSession spark;
  private final boolean own;

  private CommandSession(SparkSession spark, boolean own) {
    this.spark = spark;
    this.own = own;
  }

  static CommandSession open(SparkConf conf) {
    boolean own = SparkSession.getDefaultSession().isEmpty();
    return new CommandSession(SparkSession.builder().config(conf).getOrCreate(), own);
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    if (own) {
      spark.stop();
    }
  }
}

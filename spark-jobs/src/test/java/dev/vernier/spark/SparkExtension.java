package dev.vernier.spark;

import dev.vernier.spark.metrics.VernierPlugin;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one SparkSession of this JVM: two cores, no UI. It outlives each class, of which
 * a fork runs one after the other, and stops as the JVM ends.
 */
public final class SparkExtension implements BeforeAllCallback, ParameterResolver {
  @Override
  public void beforeAll(ExtensionContext context) {
    session();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return session();
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("vernier-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "localhost")
        .config("spark.plugins", VernierPlugin.class.getName())
        .getOrCreate();
  }
}

package dev.vernier.spark;

import dev.vernier.spark.metrics.VernierPlugin;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one SparkSession of this JVM: two cores, no UI. */
public final class SparkExtension implements BeforeAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(SparkExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    session(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return session(context);
  }

  private static SparkSession session(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .getOrComputeIfAbsent(SparkSession.class, key -> new Session(), Session.class)
        .spark;
  }

  private static final class Session implements AutoCloseable {
    private final SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("vernier-tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.host", "localhost")
            .config("spark.plugins", VernierPlugin.class.getName())
            .getOrCreate();

    @Override
    public void close() {
      spark.stop();
    }
  }
}

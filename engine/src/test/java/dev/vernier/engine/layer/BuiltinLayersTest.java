package dev.vernier.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A layer is complete when its test, its registry line and its section in the manual are there. */
class BuiltinLayersTest {
  private static final Path MANUAL = Path.of("..", "docs", "operators.md");
  private static final String CLASS = ".class";

  private static List<Class<?>> layerClasses() throws IOException, URISyntaxException {
    Path root = Path.of(Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path layers = root.resolve(Layer.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.walk(layers)) {
      List<Class<?>> found =
          files
              .map(file -> root.relativize(file).toString())
              .filter(name -> name.endsWith(CLASS) && !name.contains("$"))
              .map(BuiltinLayersTest::load)
              .filter(Layer.class::isAssignableFrom)
              .filter(type -> !Modifier.isAbstract(type.getModifiers()))
              .toList();
      assertThat(found).as("layer classes in %s", layers).hasSizeGreaterThan(13);
      return found;
    }
  }

  private static Class<?> load(String file) {
    String name = file.substring(0, file.length() - CLASS.length()).replace('/', '.');
    try {
      return Class.forName(name, false, BuiltinLayersTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }

  private static List<String> types() {
    return LayerRegistry.builtin().entries().stream().map(LayerRegistry.Entry::type).toList();
  }

  private static List<String> sections() throws IOException {
    return Files.readAllLines(MANUAL).stream()
        .filter(line -> line.startsWith("## "))
        .map(line -> line.substring(3))
        .toList();
  }

  @Test
  void everyLayerHasATest() throws Exception {
    assertThat(layerClasses())
        .allSatisfy(
            type ->
                assertThat(getClass().getResource("/" + testOf(type)))
                    .as("%s has no %sTest", type.getName(), type.getSimpleName())
                    .isNotNull());
  }

  private static String testOf(Class<?> type) {
    return type.getName().replace('.', '/') + "Test" + CLASS;
  }

  @Test
  void everyLayerIsRegistered() throws Exception {
    assertThat(types())
        .containsExactlyInAnyOrderElementsOf(
            layerClasses().stream().map(Class::getSimpleName).toList());
  }

  @Test
  void everyLayerHasASectionInTheManual() throws Exception {
    assertThat(sections()).containsExactlyInAnyOrderElementsOf(types());
  }

  @Test
  void theManualIsInAlphabeticalOrder() throws Exception {
    assertThat(sections()).isSorted();
  }
}

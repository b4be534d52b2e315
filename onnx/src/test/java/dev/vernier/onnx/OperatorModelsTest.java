package dev.vernier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** ONNX's operator models, run by the profile onnx-testdata. */
class OperatorModelsTest {
  private static final Path LIST =
      Path.of(System.getProperty("vernier.root"), "docs", "onnx-testdata.md");

  @Test
  @EnabledIfSystemProperty(named = "onnx.testdata", matches = ".+")
  void passAsTheDocumentSays() throws IOException {
    Map<String, String> found = OperatorModels.run(Path.of(System.getProperty("onnx.testdata")));
    assertThat(OperatorModels.passing(found)).containsExactlyElementsOf(documented());
  }

  @Test
  void atLeastFourHundredAreDocumented() throws IOException {
    assertThat(documented()).hasSizeGreaterThanOrEqualTo(400).doesNotHaveDuplicates();
  }

  private static List<String> documented() throws IOException {
    String text = Files.readString(LIST);
    String passing = text.substring(text.indexOf("## Pass"), text.indexOf("## Do not"));
    List<String> names = new ArrayList<>();
    Matcher matcher = Pattern.compile("`([^`]+)`").matcher(passing);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}

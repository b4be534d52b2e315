package dev.vernier.spark.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vernier.spark.JobException;
import dev.vernier.spark.source.HadoopFiles;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Writes reports, and reads what they hold again. */
public final class ReportFiles {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReportFiles() {}

  /** The JSON file beside a report: {@code out/report.html} has {@code out/report.json}. */
  public static String json(String html) {
    return html.replaceFirst("(?i)\\.html?$", "") + ".json";
  }

  /**
   * Writes the page and the JSON beside it; each appears as a whole or not at all, and replaces
   * what stood there.
   *
   * @throws JobException if one of them cannot be written
   */
  public static void write(Configuration configuration, String html, Report report) {
    byte[] page = ReportPage.of(report).getBytes(UTF_8);
    try {
      byte[] figures =
          MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(report);
      HadoopFiles.writeAtomically(configuration, json(html), figures);
      HadoopFiles.writeAtomically(configuration, html, page);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers and texts has a JSON form", e);
    } catch (IOException e) {
      throw new JobException("cannot write report " + html + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the JSON that an earlier run has written.
   *
   * @throws JobException if it cannot be read or is not such a file
   */
  public static Report read(Configuration configuration, String json) {
    try {
      JsonNode tree = MAPPER.readTree(HadoopFiles.read(configuration, json));
      String format = tree.path("format").asText();
      if (!format.equals(Report.FORMAT)) {
        throw new JobException(
            json + " is no report: its format is \"" + format + "\", expected " + Report.FORMAT);
      }
      return MAPPER.treeToValue(tree, Report.class);
    } catch (IOException e) {
      throw new JobException("cannot read report " + json + ": " + e.getMessage(), e);
    }
  }
}

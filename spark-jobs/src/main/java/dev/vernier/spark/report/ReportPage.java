package dev.vernier.spark.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * All that the page's template is given.
 *
 * @param report what it says
 * @param charts what the charts draw, as JSON
 * @param style the style sheet
 * @param scripts the scripts, in their order
 */
public record ReportPage(Report report, String charts, String style, List<String> scripts) {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          ReportPage.class.getClassLoader(),
          ReportPage.class.getPackageName() + ".page");

  /** The page as HTML. */
  static String of(Report report) {
    ReportPage page =
        new ReportPage(
            report,
            ChartData.of(report).json(),
            resource("report.css"),
            List.of(resource("d3.min.js"), resource("report.js")));
    StringOutput html = new StringOutput();
    TEMPLATES.render("report.jte", page, html);
    return html.toString();
  }

  /**
   * What browsers allow the page: its own scripts, told by their hashes, its style sheet and
   * pictures within it. Nothing is loaded from anywhere, and no text of a report is ever run.
   */
  public String policy() {
    StringBuilder policy =
        new StringBuilder(
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src");
    for (String script : scripts) {
      policy.append(" 'sha256-").append(hash(script)).append('\'');
    }
    return policy.toString();
  }

  /** The page's title. */
  public String title() {
    return report.net().name() + " in int8";
  }

  private static String hash(String script) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(digest.digest(script.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar beside the report's classes");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

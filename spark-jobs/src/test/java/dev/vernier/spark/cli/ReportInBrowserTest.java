package dev.vernier.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The report of a small run as Chromium shows and prints it. */
@EnabledIf("dev.vernier.spark.cli.Chromium#isThere")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportInBrowserTest {
  private final SparkSession spark;

  private Path folder;
  private Path page;

  ReportInBrowserTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  void report(@TempDir Path shared) {
    folder = shared;
    Path images = folder.resolve("images.parquet");
    spark.read().parquet(TestData.TEST.toString()).limit(20).write().parquet(images.toString());
    page = folder.resolve("report.html");
    run("calibrate", images, "--report", folder.resolve("calibration.html"));
    Path before = folder.resolve("calibration.json");
    run("evaluate", images, "--report", page, "--report-with", before);
  }

  private void run(String command, Path images, Object... more) {
    Object[] words = new Object[12 + more.length];
    System.arraycopy(more, 0, words, 12, more.length);
    Object[] given = {
      command,
      "--param",
      TestData.FMNIST.resolve("fmnist.param"),
      "--bin",
      TestData.FMNIST.resolve("fmnist.bin"),
      "--input",
      images,
      "--mean=127.5",
      "--norm=0.007843137",
      "--shape=28,28,1",
      "--pixel=GRAY",
      "--table=" + folder.resolve("a.table")
    };
    System.arraycopy(given, 0, words, 0, given.length);
    Vernier done = Vernier.run(words);
    assertThat(done.exitCode()).as(done.err()).isZero();
  }

  @Test
  void everyChartIsDrawn() {
    String dom = Chromium.dom(page);
    assertThat(charts(dom, "blob"))
        .hasSize(16)
        .allMatch(svg -> svg.contains("class=\"threshold\""));
    assertThat(charts(dom, "blob")).allMatch(svg -> svg.split("class=\"bars\"", -1).length == 129);
    assertThat(charts(dom, "errors")).singleElement().asString().contains(">r1_a</text>");
    assertThat(charts(dom, "weights")).singleElement().asString().contains(">fc</text>");
    for (String kind : List.of("blob", "errors", "weights")) {
      assertThat(charts(dom, kind))
          .noneMatch(svg -> svg.contains("NaN") || svg.contains("undefined"));
    }
    assertThat(charts(dom, "blob").get(0))
        .contains("role=\"img\"", "aria-label=\"Histogram of data");
  }

  private static List<String> charts(String dom, String kind) {
    return Pattern.compile("data-chart=\"" + kind + "\"[^>]*>(<svg.*?</svg>)", Pattern.DOTALL)
        .matcher(dom)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void aClickOnAHeadSortsItsTable() throws IOException {
    // The page allows no script but its own: a copy that allows all has one more. It clicks, puts a
    // copy of the table before it and clicks again.
    String html =
        Files.readString(page)
            .replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
            .replace(
                "</body>",
                "<script>const table = document.querySelector('#scale-table');"
                    + "const head = table.querySelector('th:nth-child(5) button');"
                    + "head.click(); table.before(table.cloneNode(true)); head.click();"
                    + "</script></body>");
    String dom = Chromium.dom(Files.writeString(folder.resolve("clicked.html"), html));
    String[] tables = dom.split("id=\"scale-table\"");
    assertThat(tables).hasSize(3);
    List<String> up = thresholds(tables[1]);
    List<String> down = thresholds(tables[2]);
    List<Double> numbers = up.stream().map(Double::valueOf).toList();
    assertThat(numbers).hasSize(16).isSorted();
    assertThat(down).containsExactlyElementsOf(up.stream().sorted(byNumber().reversed()).toList());
  }

  private static Comparator<String> byNumber() {
    return Comparator.comparingDouble(Double::parseDouble);
  }

  /** The thresholds in the table of scales, in the order of its rows. */
  private static List<String> thresholds(String table) {
    return Pattern.compile("<tr><th scope=\"row\">.*?</tr>", Pattern.DOTALL)
        .matcher(table.substring(0, table.indexOf("</table>")))
        .results()
        .map(MatchResult::group)
        .map(row -> row.split("data-value=\"")[2])
        .map(rest -> rest.substring(0, rest.indexOf('"')))
        .toList();
  }

  @Test
  void noScriptButThePagesOwnRuns() throws IOException {
    String html =
        Files.readString(page)
            .replace("</body>", "<script>document.title = 'taken';</script></body>");
    Path copy = Files.writeString(folder.resolve("injected.html"), html);
    assertThat(Chromium.dom(copy)).contains("<title>fmnist.param in int8</title>", "<svg");
  }

  @Test
  void itIsLightOrDarkAsTheSystemIs() throws IOException {
    double light = brightness(false);
    double dark = brightness(true);
    assertThat(light).isGreaterThan(220);
    assertThat(dark).isBetween(10.0, 70.0);
  }

  private double brightness(boolean dark) throws IOException {
    Path png = folder.resolve(dark + ".png");
    Chromium.screenshot(page, png, dark);
    BufferedImage image = ImageIO.read(png.toFile());
    Set<Integer> colours = new HashSet<>();
    double sum = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y));
        sum += image.getRGB(x, y) >> 8 & 0xff;
      }
    }
    assertThat(colours).as("a page that is not blank").hasSizeGreaterThan(50);
    return sum / image.getWidth() / image.getHeight();
  }

  @Test
  void itCanBePrinted() throws IOException {
    Path pdf = folder.resolve("report.pdf");
    Chromium.print(page, pdf);
    assertThat(Files.readAllBytes(pdf)).startsWith('%', 'P', 'D', 'F').hasSizeGreaterThan(50_000);
  }
}

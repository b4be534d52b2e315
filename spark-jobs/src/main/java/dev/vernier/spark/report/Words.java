package dev.vernier.spark.report;

import java.util.List;
import java.util.Locale;

/** Numbers as people read them. */
public final class Words {
  private static final int NAMES_SHOWN = 5;

  /** Between a number and its unit: no line ends there. */
  private static final String SPACE = "\u00a0";

  private Words() {}

  /** A count with its thousands parted: {@code 1,000}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A count of things: {@code 1 layer}, {@code 2 layers}. */
  public static String count(long value, String thing) {
    return count(value) + " " + thing + (value == 1 ? "" : "s");
  }

  /** A share of 0 to 1 in per cent with two decimals; a dash where there is none. */
  public static String percent(Double share) {
    return share == null ? "–" : String.format(Locale.ROOT, "%.2f" + SPACE + "%%", 100 * share);
  }

  /** A small share: as many decimals as it takes to see that it is not 0. */
  public static String smallPercent(Double share) {
    if (share == null) {
      return "–";
    }
    if (share > 0 && share < 0.00005) {
      return "<" + SPACE + "0.01" + SPACE + "%";
    }
    return percent(share);
  }

  /** A difference of shares in percentage points, with its sign. */
  public static String points(double difference) {
    double points = Math.abs(difference) < 0.00005 ? 0 : 100 * difference;
    return String.format(
        Locale.ROOT, "%s%.2f", points > 0 ? "+" : points < 0 ? "−" : "±", Math.abs(points));
  }

  /** Decibels with one decimal. */
  public static String decibels(double value) {
    return Double.isFinite(value) ? number(value, 1) : value > 0 ? "exact" : "–";
  }

  /** A number with so many decimals and a proper minus. */
  public static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value).replace('-', '−');
  }

  /** A number with about four digits that count. */
  public static String number(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size < 0.001 || size >= 1e6) {
      return String.format(Locale.ROOT, "%.2e", value).replace('-', '−');
    }
    return number(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4);
  }

  /** Bytes in the unit that fits. */
  public static String bytes(Long bytes) {
    if (bytes == null) {
      return "–";
    }
    if (bytes < 1024) {
      return bytes + SPACE + "bytes";
    }
    double kib = bytes / 1024.0;
    return kib < 1024 ? number(kib, 1) + SPACE + "KiB" : number(kib / 1024, 2) + SPACE + "MiB";
  }

  /** Milliseconds with three digits that count. */
  public static String millis(Double millis) {
    if (millis == null) {
      return "–";
    }
    return number(millis, millis < 1 ? 3 : millis < 10 ? 2 : millis < 100 ? 1 : 0) + SPACE + "ms";
  }

  /** Seconds, as minutes from two of them on. */
  public static String seconds(double seconds) {
    return seconds < 120
        ? number(seconds, 1) + " s"
        : number(Math.floor(seconds / 60), 0)
            + " min "
            + number(Math.floor(seconds % 60), 0)
            + " s";
  }

  /** A file's name without its folders. */
  public static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The first of some names, and how many more there are. */
  static String names(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
    int more = names.size() - NAMES_SHOWN;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}

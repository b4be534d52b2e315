package dev.vernier.spark.config;

import java.io.Serializable;

/**
 * Which int8 net stands beside the fp32 one: files, or what a calibration table makes of it.
 *
 * @param files the int8 net's files, null where a table is given
 * @param table path of a calibration table, null where files are given
 */
public record Int8Options(NetOptions files, String table) implements Serializable {

  /** One of the two. */
  public Int8Options {
    if ((files == null) == (table == null)) {
      throw new IllegalArgumentException(
          "an int8 net is given by its two files or by a table, "
              + (files == null ? "found neither" : "found both"));
    }
    if (table != null) {
      NetOptions.requirePath(table, "table");
    }
  }

  /** The int8 net in these files. */
  public static Int8Options of(NetOptions files) {
    return new Int8Options(files, null);
  }

  /** What a table makes of the fp32 net. */
  public static Int8Options ofTable(String table) {
    return new Int8Options(null, table);
  }
}

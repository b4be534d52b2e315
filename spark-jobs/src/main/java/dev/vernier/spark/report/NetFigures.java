package dev.vernier.spark.report;

/**
 * The two forms of a net. What could not be found out is null.
 *
 * @param name of the net's param file
 * @param fingerprint SHA-256 of the fp32 net's two files
 * @param fp32Bytes size of those
 * @param int8Bytes size of the int8 net's
 * @param fp32Millis milliseconds of a sample in fp32, the fastest of several runs on one thread of
 *     the driver
 * @param int8Millis the same in int8
 * @param runs how often each was timed
 */
public record NetFigures(
    String name,
    String fingerprint,
    Long fp32Bytes,
    Long int8Bytes,
    Double fp32Millis,
    Double int8Millis,
    int runs) {

  /** Whether both sizes are known. */
  public boolean hasSizes() {
    return fp32Bytes != null && int8Bytes != null;
  }

  /** Whether both speeds are known. */
  public boolean hasSpeeds() {
    return fp32Millis != null && int8Millis != null;
  }
}

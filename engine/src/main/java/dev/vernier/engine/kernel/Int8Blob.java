package dev.vernier.engine.kernel;

/**
 * The elements of a blob beside an int8 layer: real numbers or integers, and null for the other.
 *
 * @param reals fp32 elements
 * @param integers int8 elements
 */
@SuppressWarnings("ArrayRecordComponent") // a pair of arguments, never compared
public record Int8Blob(float[] reals, byte[] integers) {}

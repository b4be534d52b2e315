package dev.vernier.engine.kernel;

/**
 * What an int8 layer does around its sums of integers: real inputs are quantised by {@code
 * bottomScale}; a sum becomes activation(sum · unit + bias), and where the output is int8, that is
 * quantised by {@code topScale}.
 *
 * @param bottomScale scale of an input of real numbers
 * @param units what a sum's 1 is worth, a value an output
 * @param bias a value an output, or null for none
 * @param activation applied to the scaled sums
 * @param requantizes whether the output is integers
 * @param topScale their scale
 */
@SuppressWarnings("ArrayRecordComponent") // a set of arguments, never compared
public record Int8Scaling(
    float bottomScale,
    float[] units,
    float[] bias,
    Activation activation,
    boolean requantizes,
    float topScale) {}

/**
 * Readers and writers of ncnn's files. A {@code .param} or {@code .param.bin} file becomes a {@link
 * dev.vernier.engine.io.NetDefinition}; the layers then take their weights, in ncnn's order, from a
 * {@link dev.vernier.engine.io.WeightSource}: a {@code .bin} file, or random numbers for timing.
 *
 * <p>A {@link dev.vernier.engine.io.StoredNet} is both files as a value, to be changed and written
 * again.
 *
 * <p>{@link dev.vernier.engine.io.Npy} reads and writes NumPy's arrays, in which mats are compared.
 *
 * <p>Every reader takes its input for hostile: sizes are checked before memory is taken for them,
 * and what is wrong is reported with its place as a {@link dev.vernier.engine.NetException}.
 */
package dev.vernier.engine.io;

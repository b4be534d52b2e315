/**
 * The loops that take the time, as small interfaces by family. {@code scalar} holds the plain
 * implementation, which is the specification, {@code vector} the one on the Vector API.
 */
package dev.vernier.engine.kernel;

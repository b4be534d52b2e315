/**
 * The inference engine: a read-only {@link dev.vernier.engine.Net}, a light {@link
 * dev.vernier.engine.Extractor} for each thread that runs it, and the {@link
 * dev.vernier.engine.Mat}s that go in and out.
 */
package dev.vernier.engine;

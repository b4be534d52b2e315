/** Layers of transformers. */
package dev.vernier.engine.layer.attention;

/** Layers that reduce windows or whole channels to one element. */
package dev.vernier.engine.layer.pooling;

/** Layers that bring elements to a common scale. */
package dev.vernier.engine.layer.norm;

/** Layers between real numbers and integers, each channel with a scale of its own. */
package dev.vernier.engine.layer.quantize;

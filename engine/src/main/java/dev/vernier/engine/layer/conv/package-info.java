/** Layers that multiply their input by trained weights: convolutions and fully connected layers. */
package dev.vernier.engine.layer.conv;

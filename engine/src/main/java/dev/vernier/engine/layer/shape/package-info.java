/** Layers that give, join, cut, turn or resize blobs without trained arithmetic. */
package dev.vernier.engine.layer.shape;

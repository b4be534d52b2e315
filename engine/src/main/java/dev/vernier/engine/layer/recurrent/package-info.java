/** Layers that keep a state from one row of their bottom to the next. */
package dev.vernier.engine.layer.recurrent;

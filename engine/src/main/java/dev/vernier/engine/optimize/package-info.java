/** Simpler nets that give the same answers, as ncnnoptimize makes them. */
package dev.vernier.engine.optimize;

/** Layers between a signal and its spectra over time. */
package dev.vernier.engine.layer.spectral;

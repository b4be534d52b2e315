/** Layers that find boxes in an image, and pool what lies inside a box. */
package dev.vernier.engine.layer.detection;

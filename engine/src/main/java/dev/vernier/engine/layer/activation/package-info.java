/** Layers that apply one function to every element: ncnn's activations. */
package dev.vernier.engine.layer.activation;

/** Makes ncnn nets of ONNX models. */
package dev.vernier.onnx;

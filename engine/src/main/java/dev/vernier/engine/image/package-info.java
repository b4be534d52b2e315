/**
 * Images to mats, with the values ncnn's tools would get: decoding ({@link
 * dev.vernier.engine.image.ImageDecoder}), pixel formats ({@link
 * dev.vernier.engine.image.PixelConversion}), bilinear resize ({@link
 * dev.vernier.engine.image.Resize}), then mean and norm ({@link
 * dev.vernier.engine.image.Preprocess} does the last three in one pass over the pixels).
 */
package dev.vernier.engine.image;

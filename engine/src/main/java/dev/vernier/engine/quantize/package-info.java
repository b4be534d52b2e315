/** From an fp32 net and a calibration table to an int8 net: what ncnn2int8 does. */
package dev.vernier.engine.quantize;

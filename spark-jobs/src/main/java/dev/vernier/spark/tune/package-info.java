/** Which layers have to stay fp32 so that an int8 net answers as well as it should. */
package dev.vernier.spark.tune;

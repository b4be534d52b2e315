/** fp32 and int8 side by side: accuracy, agreement, and the error of every quantised layer. */
package dev.vernier.spark.evaluate;

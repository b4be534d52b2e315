/** What nets answer, whether it is right, and how far two nets agree. */
package dev.vernier.spark.score;

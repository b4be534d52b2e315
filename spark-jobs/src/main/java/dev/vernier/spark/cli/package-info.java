/**
 * The command line: one picocli command a file. Progress goes to standard error, results to
 * standard output; exit code 0 is done, 1 failed, 2 wrong usage.
 */
package dev.vernier.spark.cli;

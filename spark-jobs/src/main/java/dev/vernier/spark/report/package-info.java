/** The report: what a job found as one HTML file that needs no network, and as JSON beside it. */
package dev.vernier.spark.report;

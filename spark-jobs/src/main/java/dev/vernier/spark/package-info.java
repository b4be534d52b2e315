/**
 * What every job shares: how bad records are treated, how a job reports progress and how it fails.
 */
package dev.vernier.spark;

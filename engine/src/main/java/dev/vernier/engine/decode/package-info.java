/** What a net's outputs say: texts from probabilities. */
package dev.vernier.engine.decode;

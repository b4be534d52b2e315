/** How far an int8 net's answers and blobs lie from those of the fp32 net it was made of. */
package dev.vernier.engine.compare;

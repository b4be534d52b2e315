/**
 * What a layer is: its description, its parameters, its memory while it runs, and the registry of
 * types. The layers themselves lie in packages by family below this one.
 */
package dev.vernier.engine.layer;

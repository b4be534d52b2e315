/** Runs recorded cases of ncnn against this engine and says which ones agree. */
package dev.vernier.engine.replay;

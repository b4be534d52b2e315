/** Looking at a net from outside: its layers, shapes, cost and memory, and how fast it runs. */
package dev.vernier.engine.inspect;

package dev.vernier.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The most multiply-adds that one core does: chains that depend on nothing but themselves. */
final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Twelve chains cover a latency of four cycles on up to three units. */
  private static final int CHAINS = 12;

  private FmaPeak() {}

  /** Floating point operations of one {@link #run}, a multiply-add being two. */
  static long operations(int steps) {
    return 2L * CHAINS * SPECIES.length() * steps;
  }

  /** Runs the chains and returns a number that depends on all of them. */
  static float run(int steps, float factor) {
    FloatVector x = FloatVector.broadcast(SPECIES, factor);
    FloatVector s0 = FloatVector.broadcast(SPECIES, 0f);
    FloatVector s1 = FloatVector.broadcast(SPECIES, 1f);
    FloatVector s2 = FloatVector.broadcast(SPECIES, 2f);
    FloatVector s3 = FloatVector.broadcast(SPECIES, 3f);
    FloatVector s4 = FloatVector.broadcast(SPECIES, 4f);
    FloatVector s5 = FloatVector.broadcast(SPECIES, 5f);
    FloatVector s6 = FloatVector.broadcast(SPECIES, 6f);
    FloatVector s7 = FloatVector.broadcast(SPECIES, 7f);
    FloatVector s8 = FloatVector.broadcast(SPECIES, 8f);
    FloatVector s9 = FloatVector.broadcast(SPECIES, 9f);
    FloatVector s10 = FloatVector.broadcast(SPECIES, 10f);
    FloatVector s11 = FloatVector.broadcast(SPECIES, 11f);
    for (int i = 0; i < steps; i++) {
      s0 = x.fma(x, s0);
      s1 = x.fma(x, s1);
      s2 = x.fma(x, s2);
      s3 = x.fma(x, s3);
      s4 = x.fma(x, s4);
      s5 = x.fma(x, s5);
      s6 = x.fma(x, s6);
      s7 = x.fma(x, s7);
      s8 = x.fma(x, s8);
      s9 = x.fma(x, s9);
      s10 = x.fma(x, s10);
      s11 = x.fma(x, s11);
    }
    FloatVector a = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    FloatVector b = s6.add(s7).add(s8).add(s9).add(s10).add(s11);
    return a.add(b).lane(0);
  }
}

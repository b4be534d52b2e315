package dev.vernier.spark.score;

import java.util.Locale;

/** By what an int8 net is judged. */
public enum Metric {
  /** Share of right answers. */
  ACCURACY,
  /** Share of answers that are the fp32 net's. */
  AGREEMENT,
  /** Mean cosine between the outputs of both nets. */
  SIMILARITY;

  /** The strictest that the data allow: labels first, then answers, then outputs. */
  public static Metric of(NetScore score) {
    if (score.labelled() > 0) {
      return ACCURACY;
    }
    return score.answered() > 0 ? AGREEMENT : SIMILARITY;
  }

  /** The value of a net, 1 at most. */
  public double value(NetScore score) {
    return switch (this) {
      case ACCURACY -> score.accuracy();
      case AGREEMENT -> score.agreement();
      case SIMILARITY -> score.similarity();
    };
  }

  /** The name as people read it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

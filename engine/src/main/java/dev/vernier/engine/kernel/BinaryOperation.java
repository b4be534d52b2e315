package dev.vernier.engine.kernel;

/** Functions of two elements, in the order of ncnn's {@code op_type}, 0 to 18. */
public enum BinaryOperation {
  /** a + b. */
  ADD,
  /** a − b. */
  SUB,
  /** a · b. */
  MUL,
  /** a / b. */
  DIV,
  /** max(a, b). */
  MAX,
  /** min(a, b). */
  MIN,
  /** a^b. */
  POW,
  /** b − a. */
  RSUB,
  /** b / a. */
  RDIV,
  /** b^a. */
  RPOW,
  /** atan2(a, b). */
  ATAN2,
  /** atan2(b, a). */
  RATAN2,
  /** Remainder of a / b with the sign of a. */
  FMOD,
  /** Remainder of b / a with the sign of b. */
  RFMOD,
  /** log(e^a + e^b). */
  LOGADDEXP,
  /** a / b rounded down. */
  FLOOR_DIVIDE,
  /** b / a rounded down. */
  RFLOOR_DIVIDE,
  /** IEEE 754 remainder of a / b: the quotient is rounded to the nearest integer, ties to even. */
  REMAINDER,
  /** IEEE 754 remainder of b / a. */
  RREMAINDER;

  /** The function that gives for (b, a) what this gives for (a, b). */
  public BinaryOperation swapped() {
    return switch (this) {
      case ADD, MUL, MAX, MIN, LOGADDEXP -> this;
      case SUB -> RSUB;
      case RSUB -> SUB;
      case DIV -> RDIV;
      case RDIV -> DIV;
      case POW -> RPOW;
      case RPOW -> POW;
      case ATAN2 -> RATAN2;
      case RATAN2 -> ATAN2;
      case FMOD -> RFMOD;
      case RFMOD -> FMOD;
      case FLOOR_DIVIDE -> RFLOOR_DIVIDE;
      case RFLOOR_DIVIDE -> FLOOR_DIVIDE;
      case REMAINDER -> RREMAINDER;
      case RREMAINDER -> REMAINDER;
    };
  }
}

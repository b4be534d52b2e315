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
  RREMAINDER
}

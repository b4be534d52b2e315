package dev.vernier.spark.cluster;

/** How a submitted command ended and what it said. */
record Submission(int exitCode, String out, String err) {

  static Submission of(ChildProcess driver) throws InterruptedException {
    return new Submission(driver.exitCode(), driver.out(), driver.err());
  }
}

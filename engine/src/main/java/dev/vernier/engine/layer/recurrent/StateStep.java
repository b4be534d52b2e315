package dev.vernier.engine.layer.recurrent;

import dev.vernier.engine.layer.Workspace;

/** One step of one direction: from the gates' sums and the old state to the new one. */
interface StateStep {

  /**
   * Makes the step.
   *
   * @param ofInputs sums of this row's inputs from {@code at}, to be overwritten; without bias
   * @param ofState sums of the state, to be overwritten
   * @param state the states, replaced; the first is the output
   */
  void run(float[] ofInputs, int at, float[] ofState, float[][] state, Workspace workspace);
}

package io.mixtide.model.network;

/** Where a task's weights of the experts come from. */
public enum Weighting {
  /** Every expert weighs the same in every task. */
  UNIFORM,
  /** A function of the context gives the weights themselves: nothing is left uncertain. */
  GATE,
  /** A Dirichlet whose concentration is a function of the context. */
  DIRICHLET,
  /** That, plus a count of which experts explained the observations; for input experts only. */
  DIRICHLET_WITH_EVIDENCE;

  /** Whether a task's weights are a random variable rather than a number. */
  public boolean isDirichlet() {
    return this == DIRICHLET || this == DIRICHLET_WITH_EVIDENCE;
  }
}

package io.mixtide.model.training;

/** What training climbs. */
public enum Objective {
  /** The log of the closed-form mixture: a task's weights are taken for known. */
  CLOSED_FORM,
  /** A variational bound on the likelihood of a task's targets together. */
  VARIATIONAL,
  /** That likelihood itself, by importance-weighted particles. */
  IMPORTANCE_WEIGHTED
}

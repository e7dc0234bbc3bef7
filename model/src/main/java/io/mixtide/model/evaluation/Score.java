package io.mixtide.model.evaluation;

import io.mixtide.model.density.AmbiguityScores;

/** The scores of a task that an alert can watch. */
public enum Score {
  /** How much the task does not know which experts explain it; high is ambiguous. */
  MUTUAL_INFORMATION,
  /** Entropy of the mean of the Dirichlet; high is ambiguous. */
  TOTAL_ENTROPY,
  /** Differential entropy of the Dirichlet; high is ambiguous. */
  DIRICHLET_ENTROPY,
  /** Mean log score of the context, each observation before it was seen; low is novel. */
  NOVELTY;

  /**
   * The score's value.
   *
   * @param novelty mean log score of the task's context
   */
  public double of(AmbiguityScores scores, double novelty) {
    return switch (this) {
      case MUTUAL_INFORMATION -> scores.mutualInformation();
      case TOTAL_ENTROPY -> scores.totalEntropy();
      case DIRICHLET_ENTROPY -> scores.dirichletEntropy();
      case NOVELTY -> novelty;
    };
  }
}

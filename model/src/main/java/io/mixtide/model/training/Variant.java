package io.mixtide.model.training;

import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Weighting;

/**
 * The method, part by part: the ladder by which its authors show what each part is worth, and on
 * top of it what Mixtide trains by default.
 */
public enum Variant {
  /** One expert. */
  A1(Weighting.UNIFORM, Objective.CLOSED_FORM, 0),
  /** Several experts that weigh the same in every task. */
  A2(Weighting.UNIFORM, Objective.CLOSED_FORM, 0),
  /** Weights that are a function of the context. */
  A3(Weighting.GATE, Objective.CLOSED_FORM, 0),
  /** A Dirichlet over the weights, trained by a variational bound. */
  A4(Weighting.DIRICHLET, Objective.VARIATIONAL, 0),
  /** A Dirichlet over the weights, trained by importance-weighted particles. */
  A5(Weighting.DIRICHLET, Objective.IMPORTANCE_WEIGHTED, 0),
  /** That, plus the closed form as an auxiliary term and, for input experts, evidence. */
  DEFAULT(Weighting.DIRICHLET_WITH_EVIDENCE, Objective.IMPORTANCE_WEIGHTED, 1);

  private final Weighting weighting;
  private final Objective objective;
  private final double auxiliary;

  Variant(Weighting weighting, Objective objective, double auxiliary) {
    this.weighting = weighting;
    this.objective = objective;
    this.auxiliary = auxiliary;
  }

  /**
   * The variant of a network's shape.
   *
   * @param standard {@link Architecture#standard} or {@link Architecture#context}, or like them
   */
  public Architecture of(Architecture standard) {
    Weighting fitting =
        standard.hasContextExperts() && weighting == Weighting.DIRICHLET_WITH_EVIDENCE
            ? Weighting.DIRICHLET
            : weighting;
    Architecture shape = standard.withWeighting(fitting);
    return this == A1 ? shape.withExperts(1) : shape;
  }

  /** The variant of settings. */
  public TrainingSettings of(TrainingSettings standard) {
    return standard.withObjective(objective, auxiliary);
  }
}

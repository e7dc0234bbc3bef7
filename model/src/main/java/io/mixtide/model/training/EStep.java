package io.mixtide.model.training;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;

/**
 * What an {@link Objective} makes of one task: its loss, and the gradients at the experts' log
 * densities and the task's concentration. Holds scratch space: one instance serves one thread.
 */
sealed interface EStep permits EmStep, VariationalStep, ClosedFormStep {

  /** The step of the settings' objective, for tasks of at most so many targets. */
  static EStep of(
      Kernels kernels, Architecture architecture, TrainingSettings settings, int maxTargets) {
    int experts = architecture.experts();
    return switch (settings.objective()) {
      case CLOSED_FORM -> new ClosedFormStep(kernels, experts, maxTargets);
      case VARIATIONAL -> new VariationalStep(kernels, experts, maxTargets);
      case IMPORTANCE_WEIGHTED ->
          new EmStep(kernels, experts, settings.particles(), maxTargets, settings.auxiliary());
    };
  }

  /** Where a task's particles come from. */
  @FunctionalInterface
  interface Particles {

    /** Draws log weights {@code [particles, experts]} given the concentration of a task. */
    void draw(float[] alpha, float[] logZ);
  }

  /**
   * @param n number of targets, N
   * @param logDensity {@code ln p_l(y_i|x_i)}, {@code [n, experts]} from {@code offset}
   * @param alpha {@code [experts]}
   * @param particles asked only by what draws any
   * @param scale factor of the gradients
   * @param t receives {@code −scale · dJ/d ln p}, {@code [n, experts]} from {@code offset}
   * @param alphaGradient receives {@code scale · dJ/d alpha}, {@code [experts]}
   */
  void run(
      int n,
      float[] logDensity,
      int offset,
      float[] alpha,
      Particles particles,
      double scale,
      float[] t,
      float[] alphaGradient);

  /** The loss of the last task. */
  double loss();

  /** Effective number of particles of the last task; 0 if none were drawn. */
  double ess();

  /** Marginal log-likelihood of the last task, nats per target, standardised units. */
  double marginal();

  /** Joint log-likelihood of the last task, nats per target, or what stands for it. */
  double joint();
}

package io.mixtide.model.training;

/**
 * How a step went.
 *
 * @param step counted from 1
 * @param loss mean loss over the step's tasks
 * @param ess mean effective number of particles, the health of the E-step, in [1, particles]; 0
 *     where the {@link Objective} draws none
 * @param marginal mean marginal log-likelihood, nats per target, standardised units
 * @param joint mean joint log-likelihood, nats per target: from the particles, or the variational
 *     bound on it; where the weights are taken for known, the marginal
 */
public record TrainingProgress(int step, double loss, double ess, double marginal, double joint) {

  TrainingProgress plus(TrainingProgress other) {
    return new TrainingProgress(
        step, loss + other.loss, ess + other.ess, marginal + other.marginal, joint + other.joint);
  }

  TrainingProgress dividedBy(int tasks) {
    return new TrainingProgress(step, loss / tasks, ess / tasks, marginal / tasks, joint / tasks);
  }
}

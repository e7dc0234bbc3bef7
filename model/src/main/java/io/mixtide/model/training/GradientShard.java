package io.mixtide.model.training;

import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import java.util.Arrays;
import java.util.List;

/**
 * The gradients of one fixed share of a step's tasks. A step is always cut into the same shares and
 * their gradients are added in the same order, so its result does not depend on how many threads
 * worked on it.
 */
final class GradientShard {
  private final TrainingSettings settings;
  private final int experts;
  private final NetworkPass pass;
  private final List<Parameter> gradients;
  private final EStep eStep;
  private final float[] alpha;
  private final float[] alphaGradient;
  private final float[] t;
  private double loss;
  private double ess;
  private double marginal;
  private double joint;

  GradientShard(
      Network network, Kernels kernels, TrainingSettings settings, int tasks, int longestTask) {
    this.settings = settings;
    experts = network.architecture().experts();
    int mostContext = Math.min(settings.maxContext(), longestTask);
    int mostTargets = Math.min(settings.maxTargets(), longestTask);
    pass = NetworkPass.of(network, kernels, tasks, mostContext, mostTargets);
    gradients = pass.gradients().parameters();
    eStep = EStep.of(kernels, network.architecture(), settings, mostTargets);
    alpha = new float[experts];
    alphaGradient = new float[experts];
    t = new float[tasks * mostTargets * experts];
  }

  List<Parameter> gradients() {
    return gradients;
  }

  /** Sums over the share's tasks of loss, effective particles, marginal and joint. */
  TrainingProgress progress(int step) {
    return new TrainingProgress(step, loss, ess, marginal, joint);
  }

  /**
   * Computes the gradients of the given tasks' loss, divided by the tasks of the whole step. If a
   * concentration is no longer a number, the loss is NaN and the gradients are void.
   */
  void run(List<TaskCut> batch, EStep.Particles particles) {
    for (Parameter gradient : gradients) {
      Arrays.fill(gradient.values(), 0f);
    }
    loss = 0;
    ess = 0;
    marginal = 0;
    joint = 0;
    pass.forward(batch);
    if (!eSteps(batch, particles)) {
      loss = Double.NaN;
      return;
    }
    pass.backward(t);
  }

  /** Whether every task had a concentration to draw from. */
  private boolean eSteps(List<TaskCut> batch, EStep.Particles particles) {
    int row = 0;
    for (int k = 0; k < batch.size(); k++) {
      pass.concentration(k, alpha);
      if (!Dirichlet.isConcentration(alpha)) {
        return false;
      }
      int targets = batch.get(k).targets().length;
      eStep.run(
          targets,
          pass.logDensity(),
          row * experts,
          alpha,
          particles,
          1.0 / settings.tasksPerStep(),
          t,
          alphaGradient);
      pass.concentrationGradient(k, alphaGradient);
      row += targets;
      loss += eStep.loss();
      ess += eStep.ess();
      marginal += eStep.marginal();
      joint += eStep.joint();
    }
    return true;
  }
}

package io.mixtide.benchmark.data;

import io.mixtide.model.data.KernelFamily;
import java.util.List;

/**
 * The best log likelihoods per target on the {@link io.mixtide.model.data.GpMix}, marginal, in nats
 * and in the tasks' units, which no model can beat but by chance.
 *
 * @param family of the tasks
 * @param trueKernel of the exact Gaussian process with the task's own kernel and hyperparameters
 * @param bayes of the one who knows the mix alone: the posterior over the three families and their
 *     hyperparameters
 */
public record GpBestScore(KernelFamily family, double trueKernel, double bayes) {
  /**
   * One for each family: means over tasks of 24 context sizes from 3 to 50 and 50 targets each; of
   * Bayes over 144 tasks, so with a standard error of about 0.06.
   */
  public static final List<GpBestScore> ALL =
      List.of(
          new GpBestScore(KernelFamily.RBF, 2.071, 2.037),
          new GpBestScore(KernelFamily.WEAKLY_PERIODIC, 1.155, 0.969),
          new GpBestScore(KernelFamily.MATERN, 1.788, 1.698));
}

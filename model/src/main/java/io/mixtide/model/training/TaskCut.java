package io.mixtide.model.training;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A task cut for one training step: its first observations are the context, some later ones the
 * targets. The context is always what arrived first, as it will be in service.
 *
 * @param contextSize number of leading observations, may be 0
 * @param targets rows of the task, all from {@code contextSize} on, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one step, read once
record TaskCut(TrainingTask task, int contextSize, int[] targets) {

  /**
   * A random context size and targets without repetition. Sizes go from 0 to what the settings
   * allow as the square of a uniform draw, for it is in small contexts that a posterior changes
   * most.
   */
  static TaskCut random(
      TrainingTask task, TrainingSettings settings, UniformRandomProvider random) {
    double u = random.nextDouble();
    int n = (int) (u * u * (Math.min(settings.maxContext(), task.size() - 1) + 1));
    int rest = task.size() - n;
    int[] order = new int[rest];
    for (int i = 0; i < rest; i++) {
      order[i] = n + i;
    }
    int[] targets = new int[Math.min(settings.maxTargets(), rest)];
    for (int i = 0; i < targets.length; i++) {
      int other = i + random.nextInt(rest - i);
      targets[i] = order[other];
      order[other] = order[i];
    }
    return new TaskCut(task, n, targets);
  }
}

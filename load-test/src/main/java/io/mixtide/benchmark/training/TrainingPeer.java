package io.mixtide.benchmark.training;

import io.mixtide.model.data.TaskSet;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.training.TrainingSettings;

/**
 * Another implementation of the trainer to compare speeds with, found by {@link
 * java.util.ServiceLoader}: the same network, settings and distribution of every draw, on one
 * thread.
 */
public interface TrainingPeer {

  /** Its name, as users know it. */
  String name();

  /**
   * Checks that it can run here, on one thread.
   *
   * @throws io.mixtide.app.UserErrorException if the user has to set something first
   */
  void requireReady();

  /**
   * Trains in place of {@link io.mixtide.model.training.Trainer}, by the importance-weighted
   * objective.
   *
   * @param network where to start; not changed
   * @param tasks at least one
   * @param settings of the run, of which every number counts
   * @param afterStep told after every step
   */
  void train(
      InputNetwork network,
      Standardisation standardisation,
      TaskSet tasks,
      TrainingSettings settings,
      Runnable afterStep);
}

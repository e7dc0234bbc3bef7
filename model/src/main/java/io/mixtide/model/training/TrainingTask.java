package io.mixtide.model.training;

import io.mixtide.model.data.Task;
import io.mixtide.model.network.Standardisation;

/**
 * A task in standardised units.
 *
 * @param size number of observations
 * @param x {@code [size, dx]}
 * @param y {@code [size, dy]}
 */
@SuppressWarnings("ArrayRecordComponent") // flat arrays are what the kernels read
record TrainingTask(int size, float[] x, float[] y) {

  static TrainingTask of(Task task, Standardisation standardisation) {
    float[] x = new float[task.x().length];
    float[] y = new float[task.y().length];
    for (int i = 0; i < task.size(); i++) {
      standardisation.x(task.x(), i * task.dx(), x, i * task.dx());
      standardisation.y(task.y(), i * task.dy(), y, i * task.dy());
    }
    return new TrainingTask(task.size(), x, y);
  }
}

package io.mixtide.model.network;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** Means and standard deviations of the training tasks' observations. */
public final class Moments {

  private Moments() {}

  /**
   * The standardisation that gives the training observations mean 0 and standard deviation 1 in
   * every dimension. A dimension that never varies keeps scale 1.
   *
   * @throws IllegalArgumentException if there is no observation, or a y lies outside the
   *     transform's domain
   */
  public static Standardisation of(TaskSet tasks, OutputTransform transform) {
    if (tasks.observations() == 0) {
      throw new IllegalArgumentException("there are no observations to take moments of");
    }
    double[] xMean = new double[tasks.dx()];
    double[] xScale = new double[tasks.dx()];
    double[] yMean = new double[tasks.dy()];
    double[] yScale = new double[tasks.dy()];
    for (int i = 0; i < tasks.dx(); i++) {
      moments("x", tasks, Task::x, tasks.dx(), i, OutputTransform.IDENTITY, xMean, xScale);
    }
    for (int j = 0; j < tasks.dy(); j++) {
      moments("y", tasks, Task::y, tasks.dy(), j, transform, yMean, yScale);
    }
    return new Standardisation(transform, xMean, xScale, yMean, yScale);
  }

  private static void moments(
      String name,
      TaskSet tasks,
      Function<Task, double[]> values,
      int width,
      int column,
      OutputTransform transform,
      double[] mean,
      double[] scale) {
    long n = tasks.observations();
    // About the first value, so that one which never varies has its own value as its mean, exactly.
    double first = transform.forward(first(tasks, values, column));
    double sum = sum(tasks, values, width, column, v -> transform.forward(v) - first);
    double centre = first + sum / n;
    mean[column] = centre;
    double squares = sum(tasks, values, width, column, v -> square(transform.forward(v) - centre));
    if (!Double.isFinite(squares)) {
      throw new IllegalArgumentException(
          "values of column %d of %s are too large, or below what %s takes"
              .formatted(column + 1, name, transform));
    }
    double deviation = Math.sqrt(squares / n);
    scale[column] = deviation > 0 ? deviation : 1;
  }

  private static double first(TaskSet tasks, Function<Task, double[]> values, int column) {
    return tasks.tasks().stream()
        .map(values)
        .filter(of -> of.length > 0)
        .findFirst()
        .orElseThrow()[column];
  }

  private static double square(double v) {
    return v * v;
  }

  private static double sum(
      TaskSet tasks,
      Function<Task, double[]> values,
      int width,
      int column,
      DoubleUnaryOperator term) {
    double sum = 0;
    for (Task task : tasks.tasks()) {
      double[] of = values.apply(task);
      for (int i = column; i < of.length; i += width) {
        sum += term.applyAsDouble(of[i]);
      }
    }
    return sum;
  }
}

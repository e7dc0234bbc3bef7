package io.mixtide.model.evaluation;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Measures a model's calibration on the targets that {@link Evaluator} scores. */
public final class Calibrator {
  private final Network network;
  private final Standardisation standardisation;
  private final Kernels kernels;

  /** A calibrator of the given model. */
  public Calibrator(Network network, Standardisation standardisation, Kernels kernels) {
    this.network = network;
    this.standardisation = standardisation;
    this.kernels = kernels;
  }

  /**
   * Measures every task at every size.
   *
   * @param contextSizes as {@link Evaluator#evaluate(TaskSet, List)} takes them
   * @return by context size, ascending; sizes without a task are left out
   */
  public List<Calibration> calibrate(TaskSet tasks, List<Integer> contextSizes) {
    return calibrate(tasks, contextSizes, () -> {});
  }

  /**
   * The same.
   *
   * @param measured run after each task, by any thread
   */
  public List<Calibration> calibrate(TaskSet tasks, List<Integer> contextSizes, Runnable measured) {
    List<SortedMap<Integer, Calibration.Sums>> ofTasks =
        tasks.tasks().stream()
            .parallel()
            .map(task -> {
              SortedMap<Integer, Calibration.Sums> ofTask = measure(task, contextSizes);
              measured.run();
              return ofTask;
            })
            .toList();
    SortedMap<Integer, Calibration.Sums> bySize = new TreeMap<>();
    for (SortedMap<Integer, Calibration.Sums> ofTask : ofTasks) {
      ofTask.forEach((n, sums) -> bySize.merge(n, sums, Calibration.Sums::plus));
    }
    return bySize.entrySet().stream().map(e -> e.getValue().of(e.getKey())).toList();
  }

  private SortedMap<Integer, Calibration.Sums> measure(Task task, List<Integer> contextSizes) {
    SortedMap<Integer, Calibration.Sums> bySize = new TreeMap<>();
    List<Integer> sizes = Evaluator.sizes(task, contextSizes);
    if (sizes.isEmpty()) {
      return bySize;
    }
    Inference inference = new Inference(network, standardisation, kernels);
    TaskState state = inference.newState();
    for (int n = 0; n <= sizes.getLast(); n++) {
      if (n > 0) {
        inference.observe(state, task.xOf(n - 1), task.yOf(n - 1));
      }
      if (sizes.contains(n)) {
        Calibration.Sums sums = new Calibration.Sums();
        for (int i = n; i < task.size(); i++) {
          measure(inference.predict(state, task.xOf(i)), task.yOf(i), sums);
        }
        bySize.put(n, sums);
      }
    }
    return bySize;
  }

  private void measure(Mixture mixture, double[] y, Calibration.Sums sums) {
    for (int j = 0; j < y.length; j++) {
      double scale = standardisation.yScale()[j];
      double error = (mixture.transform().forward(y[j]) - mixture.meanOfTransformed(j)) / scale;
      sums.add(mixture.cdf(j, y[j]), mixture.crpsOfTransformed(j, y[j]) / scale, error * error);
    }
  }
}

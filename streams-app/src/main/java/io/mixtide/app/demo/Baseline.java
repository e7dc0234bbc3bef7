package io.mixtide.app.demo;

import io.mixtide.app.demo.AirQuality.Reading;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.release.Release;
import java.util.HashMap;
import java.util.Map;

/**
 * A release that foretells the readings beside the service, to compare with: the same readings in
 * the same order, so that what it scores differs by the release alone. Serves one thread.
 */
final class Baseline {
  private static final int LAST_HOUR = 23;

  private final Inference inference;
  private final Standardisation standardisation;
  private final Map<String, TaskState> tasks = new HashMap<>();

  Baseline(Release release, Kernels kernels) {
    standardisation = release.standardisation();
    inference = new Inference(release.network(), standardisation, kernels);
  }

  /** Log score of a task's next reading before it is seen, nats of the user's units. */
  double score(String task, Reading reading) {
    TaskState state = tasks.computeIfAbsent(task, name -> inference.newState());
    double[] y = {reading.pm25()};
    double score = inference.observe(state, new double[] {reading.hour()}, y);
    if (reading.hour() == LAST_HOUR) {
      tasks.remove(task);
    }
    return score + standardisation.logDensityOffset(y, 0);
  }
}

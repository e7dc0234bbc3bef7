package io.mixtide.app.service;

import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;

/**
 * Runs a release often enough for the JIT to compile its kernels. The Vector API is slow until then:
 * each of its operations is a call that allocates.
 */
final class WarmUp {
  private static final int OBSERVATIONS = 20_000;
  private static final int TASK_SIZE = 50;

  private WarmUp() {}

  static void run(Release release, Kernels kernels) {
    Inference inference =
        new Inference(release.network(), release.standardisation(), kernels);
    TaskState state = inference.newState();
    double[] x = release.standardisation().xMean();
    double[] y = new double[release.standardisation().yMean().length];
    for (int j = 0; j < y.length; j++) {
      double mean = release.standardisation().yMean()[j];
      y[j] = release.standardisation().transform().inverse(mean);
    }
    for (int i = 0; i < OBSERVATIONS; i++) {
      if (i % TASK_SIZE == 0) {
        inference.reset(state);
      }
      inference.observe(state, x, y);
      AmbiguityScores.of(state.alpha());
      inference.predict(state, x);
    }
  }
}

package io.mixtide.model.release;

import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.ScalarKernels;

/** What a service does with a release that it could read. */
final class ReleaseUse {
  private ReleaseUse() {}

  /** Observes, predicts and asks for percentiles; only values may be refused. */
  static void tryAll(Release release) {
    int dx = release.network().architecture().dx();
    int dy = release.network().architecture().dy();
    Inference inference =
        new Inference(release.network(), release.standardisation(), new ScalarKernels());
    TaskState state = inference.newState();
    double[] x = release.standardisation().xMean();
    if (x.length != dx || !release.standardisation().acceptsX(x)) {
      throw new AssertionError("the means of x are none of its values");
    }
    try {
      inference.observe(state, x, new double[dy]);
    } catch (IllegalArgumentException e) {
      // A y out of the release's range.
    }
    var _ = inference.predict(state, x);
    var _ = AmbiguityScores.of(state.alpha());
    for (Score score : Score.values()) {
      for (int size : new int[] {1, 7, 100_000}) {
        for (double level : new double[] {0, 5, 50, 95, 100}) {
          var _ = release.heldOut().percentiles().at(score, size, level);
        }
      }
    }
    var _ = release.heldOut().percentiles().keeps(1);
  }
}

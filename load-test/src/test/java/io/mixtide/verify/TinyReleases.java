package io.mixtide.verify;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.Holdout;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.kernel.ScalarKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.ReleaseTraining;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.Objective;
import io.mixtide.model.training.TrainingSettings;
import java.util.List;

/** Small releases, trained in a blink, dx = dy = 1. */
final class TinyReleases {
  private TinyReleases() {}

  /** The file of a release with input experts; another seed gives another. */
  static byte[] inputExperts(long seed) {
    return file(
        new Architecture(1, 1, 4, 16, 8, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE), seed);
  }

  /** The file of one with context experts that look at the latest 5 observations. */
  static byte[] contextExperts(long seed) {
    return file(
        new Architecture(1, 1, 3, 16, 8, Weighting.DIRICHLET, new Attention(2, 2, 5)), seed);
  }

  private static byte[] file(Architecture architecture, long seed) {
    Holdout.Split split = Holdout.holdoutLast(ClusteredFamily.generate(80, 20, seed), 0.4);
    TrainingSettings settings =
        new TrainingSettings(
            30, 8, 8, 3e-3, 10, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 10, 10, seed);
    return ReleaseTraining.train(
        architecture,
        OutputTransform.IDENTITY,
        split.training(),
        split.heldOut(),
        new Provenance(
            "test",
            List.of("clustered"),
            "",
            List.of("task"),
            List.of("x"),
            List.of("y"),
            0.4,
            split.training().size(),
            split.training().observations(),
            settings),
        new ScalarKernels(),
        Checkpoints.NONE,
        _ -> {});
  }
}

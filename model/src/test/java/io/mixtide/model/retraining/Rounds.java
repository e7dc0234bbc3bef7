package io.mixtide.model.retraining;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.model.release.ReleaseTraining;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.Objective;
import io.mixtide.model.training.TrainingSettings;
import java.util.List;

/** Small releases of the clustered family, and tasks to judge them by. */
final class Rounds {
  static final Kernels KERNELS = new VectorKernels();
  static final TaskSet LOGGED = ClusteredFamily.generate(400, 15, 7);
  static final TaskSet UNSEEN = ClusteredFamily.generate(60, 15, 8);

  /** Trained so little that there is much to gain. */
  static final Release POOR = release(10);

  static final Release GOOD = release(300);

  private Rounds() {}

  private static Release release(int steps) {
    TaskSet training = ClusteredFamily.generate(200, 15, 1);
    return ReleaseFile.read(
        ReleaseTraining.train(
            new Architecture(1, 1, 6, 16, 8, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE),
            OutputTransform.IDENTITY,
            training,
            ClusteredFamily.generate(100, 15, 2),
            new Provenance(
                "0",
                List.of("clustered"),
                "00",
                List.of("task"),
                List.of("x"),
                List.of("y"),
                0.2,
                training.size(),
                training.observations(),
                new TrainingSettings(
                    steps, 16, 8, 1e-2, 10, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 14, 10, 1)),
            KERNELS,
            Checkpoints.NONE,
            progress -> {}));
  }
}

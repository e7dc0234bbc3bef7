package io.mixtide.app;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.Holdout;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.kernel.ScalarKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.model.release.ReleaseTraining;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.Objective;
import io.mixtide.model.training.TrainingSettings;
import java.util.Arrays;
import java.util.List;

/** Small releases for tests, really trained, in a blink: dx = dy = 1. */
public final class TestReleases {

  private TestReleases() {}

  /** A release; another seed gives another. */
  public static Release release(long seed) {
    return ReleaseFile.read(file(seed));
  }

  /** A release with context experts that look at a task's latest {@code window} observations. */
  public static Release contextExperts(int window, long seed) {
    Attention attention = new Attention(2, 2, window);
    return ReleaseFile.read(
        file(new Architecture(1, 1, 3, 16, 8, Weighting.DIRICHLET, attention), seed));
  }

  /** The file of a release like the given one whose weights are all {@code value}. */
  public static byte[] withWeights(Release release, float value) {
    Network network = Network.zeros(release.network().architecture());
    network.parameters().forEach(parameter -> Arrays.fill(parameter.values(), value));
    return file(release, network);
  }

  /** The file of a release, untrained, with dx 2 and dy 1. */
  public static byte[] otherShape() {
    Release other = release(1);
    return ReleaseFile.write(
        null,
        Network.zeros(
            new Architecture(2, 1, 4, 16, 8, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE)),
        new Standardisation(
            OutputTransform.IDENTITY,
            new double[2],
            new double[] {1, 1},
            new double[1],
            new double[] {1}),
        other.provenance(),
        other.heldOut(),
        other.scores(),
        List.of());
  }

  /** The file of a release. */
  public static byte[] file(Release release) {
    return file(release, release.network());
  }

  private static byte[] file(Release release, Network network) {
    return ReleaseFile.write(
        release.parent(),
        network,
        release.standardisation(),
        release.provenance(),
        release.heldOut(),
        release.scores(),
        release.candidates());
  }

  /** The file of {@link #release}. */
  public static byte[] file(long seed) {
    return file(
        new Architecture(1, 1, 4, 16, 8, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE), seed);
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
        progress -> {});
  }
}

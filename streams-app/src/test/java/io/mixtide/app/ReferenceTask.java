package io.mixtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.ScalarKernels;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.Vectors;

/** What a service must say of a task, computed without Kafka and on the other kernels. */
public final class ReferenceTask {
  private final Release release;
  private final Inference inference;
  private final TaskState state;

  /** A task without observations. */
  public ReferenceTask(Release release) {
    this.release = release;
    inference = new Inference(release.network(), release.standardisation(), new ScalarKernels());
    state = inference.newState();
  }

  /** Takes an observation and returns its log score before it was seen. */
  public double observe(double x, double y) {
    return inference.observe(state, new double[] {x}, new double[] {y});
  }

  /** Takes the observation of a posterior, which must be the one computed here to the bit. */
  public void shouldGive(Posterior posterior, double x, double y) {
    double score = observe(x, y);
    assertThat(posterior.getRelease()).isEqualTo(release.version());
    assertThat(posterior.getContextSize()).isEqualTo(state.count());
    assertThat(Vectors.toFloatArray(posterior.getAlpha())).isEqualTo(state.alpha());
    assertThat(posterior.getLogScoreStandardised()).isEqualTo(score);
    assertThat(posterior.getNovelty()).isEqualTo(state.novelty());
  }

  /** The prediction must be the one computed here from what was observed so far, to the bit. */
  public void shouldGive(Prediction prediction) {
    Mixture mixture = inference.predict(state, Vectors.toArray(prediction.getX()));
    assertThat(prediction.getRelease()).isEqualTo(release.version());
    assertThat(prediction.getContextSize()).isEqualTo(state.count());
    assertThat(Vectors.toFloatArray(prediction.getWeights())).isEqualTo(mixture.weights());
    assertThat(Vectors.toArray(prediction.getMeans())).isEqualTo(mixture.means());
    assertThat(Vectors.toArray(prediction.getSigmas())).isEqualTo(mixture.sigmas());
    assertThat(Vectors.toArray(prediction.getMean())).isEqualTo(mixture.mean());
  }

  /** The task's state now. */
  public TaskState state() {
    return state;
  }

  /** What continues it. */
  public Inference inference() {
    return inference;
  }
}

package io.mixtide.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.ShadowScore;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShadowTopologyTest extends TopologyFixture {
  private static final Release IN_FORCE = TestReleases.release(1);
  private static final Release INPUT = TestReleases.release(2);
  private static final Release CONTEXT = TestReleases.contextExperts(5, 3);
  private static final List<String> TASKS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final int OBSERVATIONS = 12;

  @BeforeEach
  void activate() {
    inForce.set(IN_FORCE);
  }

  static List<Release> shadows() {
    return List.of(INPUT, CONTEXT);
  }

  /** From the middle of the tasks on: what came before is embedded anew. */
  @ParameterizedTest
  @MethodSource("shadows")
  void shouldScoreAsTheReleaseWouldInForce(Release candidate) {
    observe(0, 4);
    runInShadow(candidate, 1);
    observe(4, OBSERVATIONS);
    List<KeyValue<String, Posterior>> posteriors = posteriors();
    List<KeyValue<String, ShadowScore>> shadowScores = shadowScores();
    for (String task : TASKS) {
      List<ShadowScore> scores = of(task, shadowScores);
      List<Posterior> inForceScores = of(task, posteriors);
      assertThat(scores).hasSize(OBSERVATIONS - 4);
      ReferenceTask reference = new ReferenceTask(candidate);
      for (int i = 0; i < OBSERVATIONS; i++) {
        double score = reference.observe(x(task, i), y(task, i));
        if (i >= 4) {
          ShadowScore shadowed = scores.get(i - 4);
          double offset =
              candidate.standardisation().logDensityOffset(new double[] {y(task, i)}, 0);
          assertThat(shadowed.getLogScore()).isEqualTo(score + offset);
          assertThat(shadowed.getContextSize()).isEqualTo(i + 1);
          assertThat(shadowed.getSequence()).isEqualTo(i + 1);
          assertThat(shadowed.getRelease()).isEqualTo(candidate.version());
          assertThat(shadowed.getInForce()).isEqualTo(IN_FORCE.version());
          assertThat(shadowed.getEngine()).isEqualTo("vector");
          assertThat(shadowed.getLogScoreInForce()).isEqualTo(inForceScores.get(i).getLogScore());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shadows")
  void shouldScoreAsThePosteriorsOfTheReleaseOnceItIsInForce(
      Release candidate, @TempDir Path directory) {
    runInShadow(candidate, 1);
    observe(0, OBSERVATIONS);
    List<Double> shadowed =
        shadowScores().stream().map(score -> score.value.getLogScore()).toList();
    stop();
    start(directory);
    inForce.set(candidate);
    shadow.set(Optional.empty());
    observe(0, OBSERVATIONS);
    assertThat(posteriors().stream().map(p -> p.value.getLogScore()).toList()).isEqualTo(shadowed);
  }

  @Test
  void shouldChangeNothingOfWhatTheReleaseInForceSays(@TempDir Path directory) {
    observe(0, OBSERVATIONS);
    List<KeyValue<String, Posterior>> posteriors = posteriors();
    List<KeyValue<String, Prediction>> predictions = predictions();
    var alerts = alerts();
    stop();
    start(directory);
    runInShadow(CONTEXT, 1);
    observe(0, OBSERVATIONS);
    assertThat(posteriors()).isEqualTo(posteriors);
    assertThat(predictions()).isEqualTo(predictions);
    assertThat(alerts()).isEqualTo(alerts);
    assertThat(shadowScores()).hasSize(posteriors.size());
  }

  @Test
  void shouldScoreTheTasksOfItsShareOnly() {
    Shadow running = runInShadow(INPUT, 0.5);
    observe(0, 1);
    List<String> covered = TASKS.stream().filter(running::covers).toList();
    assertThat(covered).isNotEmpty().hasSizeLessThan(TASKS.size());
    assertThat(shadowScores().stream().map(score -> score.key).toList()).isEqualTo(covered);
  }

  @Test
  void shouldEndWithTheShadow() {
    runInShadow(INPUT, 1);
    observe(0, 1);
    shadow.set(Optional.empty());
    observe(1, 2);
    assertThat(shadowScores()).hasSize(TASKS.size());
    // What came in between counts when it is back.
    runInShadow(INPUT, 1);
    observe(2, 3);
    assertThat(shadowScores().getFirst().value.getContextSize()).isEqualTo(3);
  }

  @Test
  void shouldSayThatAShadowGivesNoScoreAndGoOn() {
    Release wild = ReleaseFile.read(TestReleases.withWeights(INPUT, 1e30f));
    runInShadow(wild, 1);
    observe(0, OBSERVATIONS);
    assertThat(posteriors()).hasSize(TASKS.size() * OBSERVATIONS);
    assertThat(deadLetters()).isEmpty();
    List<KeyValue<String, ShadowScore>> scores = shadowScores();
    assertThat(scores).hasSize(TASKS.size() * OBSERVATIONS);
    assertThat(scores.getLast().value.getLogScore()).isNull();
    assertThat(scores.getLast().value.getContextSize()).isZero();
    assertThat(scores.getLast().value.getLogScoreInForce()).isFinite();
    assertThat(scores.getLast().value.getSequence()).isEqualTo(OBSERVATIONS);
  }

  /** With room for one state, each arrival of another task makes its state anew. */
  @ParameterizedTest
  @MethodSource("shadows")
  void shouldScoreTheSameWhateverItForgets(Release candidate) {
    runInShadow(candidate, 1);
    ShadowAdaptation forgetful = new ShadowAdaptation(shadow::get, new VectorKernels(), 1);
    KeyValueStore<String, byte[]> tasks = driver.getKeyValueStore(AdaptationTopology.TASKS);
    KeyValueStore<Bytes, byte[]> log = driver.getKeyValueStore(AdaptationTopology.OBSERVATIONS);
    TaskAdaptation adaptation =
        new TaskAdaptation(
            IN_FORCE,
            new Inference(IN_FORCE.network(), IN_FORCE.standardisation(), new VectorKernels()));
    for (int i = 0; i < OBSERVATIONS; i++) {
      for (String task : TASKS) {
        observe(task, x(task, i), y(task, i));
        adaptation.load(task, tasks.get(task), log);
        Observation observation =
            new Observation(0, null, new double[] {x(task, i)}, new double[] {y(task, i)});
        ShadowScore score =
            Objects.requireNonNull(forgetful.observe(task, adaptation, observation, -1, log));
        ShadowScore expected = shadowScores().getFirst().value;
        assertThat(score.getLogScore()).isEqualTo(expected.getLogScore());
        assertThat(score.getContextSize()).isEqualTo(expected.getContextSize());
      }
    }
  }

  private Shadow runInShadow(Release candidate, double share) {
    Shadow running = new Shadow(candidate, share);
    shadow.set(Optional.of(running));
    return running;
  }

  private void observe(int from, int to) {
    for (int i = from; i < to; i++) {
      for (String task : TASKS) {
        send(context, task, event(null, x(task, i), y(task, i), query(null, 0.5)));
      }
    }
  }

  private static double x(String task, int i) {
    return Math.sin(task.hashCode() + 3.0 * i);
  }

  private static double y(String task, int i) {
    return Math.cos(task.hashCode() * 0.3 + i);
  }

  private static <T> List<T> of(String task, List<KeyValue<String, T>> records) {
    return records.stream()
        .filter(record -> record.key.equals(task))
        .map(record -> record.value)
        .toList();
  }
}

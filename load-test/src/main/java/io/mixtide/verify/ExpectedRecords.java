package io.mixtide.verify;

import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.LabelAdvice;
import io.mixtide.model.inference.TaskState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.CloseReason;
import io.mixtide.schemas.LabelCandidate;
import io.mixtide.schemas.LoggedObservation;
import io.mixtide.schemas.OutputTransform;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Vectors;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outputs that are right, from a replay that stands where they were made. */
final class ExpectedRecords {
  /** How many inputs an alert recommends. */
  private static final int LABELS = 3;

  private ExpectedRecords() {}

  /** The posterior after an observation that scored {@code score} before it was seen. */
  static Posterior posterior(Replay replay, long sequence, Input.Event event, double score) {
    TaskState state = replay.state();
    AmbiguityScores scores = AmbiguityScores.of(state.alpha());
    double offset = replay.release().standardisation().logDensityOffset(event.y(), 0);
    return new Posterior(
        replay.release().version(),
        replay.engine(),
        state.count(),
        state.outsideWindow(),
        sequence,
        event.id(),
        Instant.ofEpochMilli(event.eventTime()),
        Vectors.floats(state.alpha()),
        score + offset,
        score,
        scores.dirichletEntropy(),
        scores.totalEntropy(),
        scores.mutualInformation(),
        scores.expectedEntropy(),
        state.novelty());
  }

  /**
   * The answer to a query.
   *
   * @throws IllegalArgumentException if the release cannot take its x
   */
  static Prediction prediction(Replay replay, long sequence, @Nullable String requestId, Ask ask) {
    TaskState state = replay.state();
    Mixture mixture = replay.inference().predict(state, ask.x());
    int levels = ask.levels().length;
    double[] quantiles = new double[mixture.dy() * levels];
    for (int d = 0; d < mixture.dy(); d++) {
      for (int j = 0; j < levels; j++) {
        quantiles[d * levels + j] = mixture.quantile(d, ask.levels()[j]);
      }
    }
    return new Prediction(
        replay.release().version(),
        replay.engine(),
        state.count(),
        state.outsideWindow(),
        sequence,
        sequence > 0,
        requestId,
        ask.id(),
        Vectors.doubles(ask.x()),
        Vectors.floats(mixture.weights()),
        Vectors.doubles(mixture.means()),
        Vectors.doubles(mixture.sigmas()),
        OutputTransform.valueOf(mixture.transform().name()),
        Vectors.doubles(mixture.mean()),
        Vectors.doubles(mixture.standardDeviation()),
        Vectors.doubles(ask.levels()),
        Vectors.doubles(quantiles));
  }

  /** An alert at a crossing. */
  static AmbiguityEvent alert(
      Replay replay,
      long sequence,
      Input.Event event,
      AlertRule.Crossing crossing,
      boolean withheld) {
    boolean advises = crossing.asksForLabels() && !withheld;
    return new AmbiguityEvent(
        crossing.kind(),
        crossing.state(),
        crossing.value(),
        crossing.threshold(),
        crossing.percentile(),
        replay.state().count(),
        sequence,
        replay.release().version(),
        replay.engine(),
        Instant.ofEpochMilli(event.eventTime()),
        advises ? labels(replay, sequence) : List.of(),
        withheld);
  }

  private static List<LabelCandidate> labels(Replay replay, long sequence) {
    return LabelAdvice.best(
            replay.inference(), replay.state(), replay.release().candidates(), LABELS, sequence)
        .stream()
        .map(advice -> new LabelCandidate(Vectors.doubles(advice.x()), advice.information()))
        .toList();
  }

  /** The log of a task's first observations. */
  static TaskLog log(String release, CloseReason reason, List<Input.Event> observations) {
    LoggedObservation[] logged = new LoggedObservation[observations.size()];
    for (int i = 0; i < logged.length; i++) {
      Input.Event event = observations.get(i);
      logged[i] =
          new LoggedObservation(
              i + 1L,
              event.id(),
              Instant.ofEpochMilli(event.eventTime()),
              Vectors.doubles(event.x()),
              Vectors.doubles(event.y()));
    }
    return new TaskLog(release, reason, List.of(logged));
  }
}

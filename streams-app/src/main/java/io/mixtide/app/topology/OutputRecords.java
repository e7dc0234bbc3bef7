package io.mixtide.app.topology;

import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.LabelAdvice;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.LabelCandidate;
import io.mixtide.schemas.Numbers;
import io.mixtide.schemas.OutputTransform;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records that tell of a task at hand. Each names what it takes to compute it again: release,
 * engine, context size and sequence.
 */
record OutputRecords(TaskAdaptation task, String engine) {
  /** How many x's an ambiguity alert recommends to label next. */
  private static final int LABELS = 3;

  Posterior posterior(
      ContextEvent event, Observation observation, double score, AmbiguityScores scores) {
    double offset = task.release().standardisation().logDensityOffset(observation.y(), 0);
    // Avro's builders check every field once more, and allocate more than the record.
    return new Posterior(
        task.release().version(),
        engine,
        task.state().count(),
        task.state().outsideWindow(),
        task.stored().sequence,
        event.getObservationId(),
        event.getEventTime(),
        Vectors.floats(task.state().alpha()),
        score + offset,
        score,
        scores.dirichletEntropy(),
        scores.totalEntropy(),
        scores.mutualInformation(),
        scores.expectedEntropy(),
        task.state().novelty());
  }

  Prediction prediction(Query query, double[] x, @Nullable String requestId, boolean known) {
    Mixture mixture = task.inference().predict(task.state(), x);
    Mixture.Moments moments = mixture.moments();
    return new Prediction(
        task.release().version(),
        engine,
        task.state().count(),
        task.state().outsideWindow(),
        task.stored().sequence,
        known,
        requestId,
        query.getId(),
        query.getX(),
        Numbers.of(mixture.weights()),
        Numbers.of(mixture.means()),
        Numbers.of(mixture.sigmas()),
        switch (mixture.transform()) {
          case IDENTITY -> OutputTransform.IDENTITY;
          case LOG1P -> OutputTransform.LOG1P;
        },
        Numbers.of(moments.mean()),
        Numbers.of(moments.standardDeviation()),
        query.getQuantiles(),
        Numbers.of(quantiles(mixture, Vectors.toArray(query.getQuantiles()))));
  }

  /** {@code [dy, levels]}, row-major. */
  private static double[] quantiles(Mixture mixture, double[] levels) {
    double[] values = new double[mixture.dy() * levels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = mixture.quantile(i / levels.length, levels[i % levels.length]);
    }
    return values;
  }

  AmbiguityEvent alert(
      Alert alert, AlertState state, double value, boolean labelsWithheld, ContextEvent event) {
    int contextSize = task.state().count();
    double percentile = alert.percentile(state);
    double threshold =
        task.release().heldOut().percentiles().at(alert.score(), contextSize, percentile);
    boolean advise = alert.asksForLabels(state) && !labelsWithheld;
    return AmbiguityEvent.newBuilder()
        .setKind(alert.kind())
        .setState(state)
        .setValue(value)
        .setThreshold(threshold)
        .setPercentile(percentile)
        .setContextSize(contextSize)
        .setSequence(task.stored().sequence)
        .setRelease(task.release().version())
        .setEngine(engine)
        .setEventTime(event.getEventTime())
        .setLabelNext(advise ? labelNext() : List.of())
        .setLabelsWithheld(labelsWithheld)
        .build();
  }

  private List<LabelCandidate> labelNext() {
    return LabelAdvice.best(
            task.inference(),
            task.state(),
            task.release().candidates(),
            LABELS,
            task.stored().sequence)
        .stream()
        .map(advice -> new LabelCandidate(Vectors.doubles(advice.x()), advice.information()))
        .toList();
  }
}

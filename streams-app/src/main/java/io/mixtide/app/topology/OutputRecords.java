package io.mixtide.app.topology;

import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.MixtureMoments;
import io.mixtide.model.inference.LabelAdvice;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.LabelCandidate;
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
 *
 * <p>The lists of a posterior and of a prediction are arrays that the next one overwrites: a record
 * is written as soon as it is forwarded.
 */
final class OutputRecords {
  /** How many x's an ambiguity alert recommends to label next. */
  private static final int LABELS = 3;

  private final TaskAdaptation task;
  private final Mixture mixture;
  private final MixtureMoments moments;
  private final OutputTransform transform;
  private final List<Float> alpha;
  private final List<Float> weights;
  private final List<Double> means;
  private final List<Double> sigmas;
  private final List<Double> mean;
  private final List<Double> standardDeviation;

  OutputRecords(TaskAdaptation task) {
    this.task = task;
    mixture = task.inference().newMixture();
    moments = new MixtureMoments(mixture);
    transform =
        switch (mixture.transform()) {
          case IDENTITY -> OutputTransform.IDENTITY;
          case LOG1P -> OutputTransform.LOG1P;
        };
    alpha = Vectors.of(task.state().alpha());
    weights = Vectors.of(mixture.weights());
    means = Vectors.of(mixture.means());
    sigmas = Vectors.of(mixture.sigmas());
    mean = Vectors.of(moments.mean());
    standardDeviation = Vectors.of(moments.standardDeviation());
  }

  TaskAdaptation task() {
    return task;
  }

  Posterior posterior(
      ContextEvent event, Observation observation, double score, AmbiguityScores scores) {
    double offset = task.release().standardisation().logDensityOffset(observation.y(), 0);
    // Avro's builders check every field once more, and allocate more than the record.
    return new Posterior(
        task.release().version(),
        task.inference().engine(),
        task.state().count(),
        task.state().outsideWindow(),
        task.stored().sequence,
        event.getObservationId(),
        event.getEventTime(),
        alpha,
        score + offset,
        score,
        scores.dirichletEntropy(),
        scores.totalEntropy(),
        scores.mutualInformation(),
        scores.expectedEntropy(),
        task.state().novelty());
  }

  Prediction prediction(Query query, double[] x, @Nullable String requestId, boolean known) {
    task.inference().predict(task.state(), x, mixture);
    moments.of(mixture);
    return new Prediction(
        task.release().version(),
        task.inference().engine(),
        task.state().count(),
        task.state().outsideWindow(),
        task.stored().sequence,
        known,
        requestId,
        query.getId(),
        query.getX(),
        weights,
        means,
        sigmas,
        transform,
        mean,
        standardDeviation,
        query.getQuantiles(),
        quantiles(query.getQuantiles()));
  }

  /** {@code [dy, levels]}, row-major. */
  private List<Double> quantiles(List<Double> levels) {
    if (levels.isEmpty()) {
      return List.of();
    }
    double[] values = new double[mixture.dy() * levels.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = mixture.quantile(i / levels.size(), levels.get(i % levels.size()));
    }
    return Vectors.of(values);
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
        .setEngine(task.inference().engine())
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

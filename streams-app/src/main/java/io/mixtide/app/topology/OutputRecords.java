package io.mixtide.app.topology;

import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
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
 */
record OutputRecords(TaskAdaptation task, String engine) {
  /** How many x's an ambiguity alert recommends to label next. */
  private static final int LABELS = 3;

  Posterior posterior(
      ContextEvent event, Observation observation, double score, AmbiguityScores scores) {
    double offset = task.release().standardisation().logDensityOffset(observation.y(), 0);
    return Posterior.newBuilder()
        .setRelease(task.release().version())
        .setEngine(engine)
        .setContextSize(task.state().count())
        .setOutsideWindow(task.state().outsideWindow())
        .setSequence(task.stored().sequence)
        .setObservationId(event.getObservationId())
        .setEventTime(event.getEventTime())
        .setAlpha(Vectors.floats(task.state().alpha()))
        .setLogScore(score + offset)
        .setLogScoreStandardised(score)
        .setDirichletEntropy(scores.dirichletEntropy())
        .setTotalEntropy(scores.totalEntropy())
        .setMutualInformation(scores.mutualInformation())
        .setExpectedEntropy(scores.expectedEntropy())
        .setNovelty(task.state().novelty())
        .build();
  }

  Prediction prediction(Query query, double[] x, @Nullable String requestId, boolean known) {
    Mixture mixture = task.inference().predict(task.state(), x);
    double[] levels = Vectors.toArray(query.getQuantiles());
    return Prediction.newBuilder()
        .setRelease(task.release().version())
        .setEngine(engine)
        .setContextSize(task.state().count())
        .setOutsideWindow(task.state().outsideWindow())
        .setSequence(task.stored().sequence)
        .setTaskKnown(known)
        .setRequestId(requestId)
        .setQueryId(query.getId())
        .setX(query.getX())
        .setWeights(Vectors.floats(mixture.weights()))
        .setMeans(Vectors.doubles(mixture.means()))
        .setSigmas(Vectors.doubles(mixture.sigmas()))
        .setTransform(
            switch (mixture.transform()) {
              case IDENTITY -> OutputTransform.IDENTITY;
              case LOG1P -> OutputTransform.LOG1P;
            })
        .setMean(Vectors.doubles(mixture.mean()))
        .setStandardDeviation(Vectors.doubles(mixture.standardDeviation()))
        .setQuantileLevels(query.getQuantiles())
        .setQuantiles(Vectors.doubles(quantiles(mixture, levels)))
        .build();
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

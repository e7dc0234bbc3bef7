package io.mixtide.app.dashboard;

import io.mixtide.app.topology.TaskObservation;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a task became what it is, under one release: its observations, what was thought of it after
 * each, and the densities that were predicted at one of these moments. Its JSON has these names.
 *
 * @param release version of the release that all of it is under
 * @param observations the latest, in order of arrival; what the release cannot take is left out
 * @param steps the state after each of these
 * @param at how many of the observations listed the weights and densities rest on
 * @param weights mixture weights at that moment, {@code [experts]}
 * @param along which dimension of x the densities run along; the others are as at the latest
 *     observation
 * @param columns the densities
 * @param transform the space of their means and sigmas
 * @param xNames what the inputs are called
 * @param yNames what the outputs are called
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read by index
public record TaskCourse(
    String release,
    List<Seen> observations,
    List<Step> steps,
    int at,
    float[] weights,
    int along,
    List<Column> columns,
    OutputTransform transform,
    List<String> xNames,
    List<String> yNames) {
  /** How many observations are listed; all are replayed. */
  static final int LISTED = 1000;

  private static final double MARGIN = 0.03;

  /** One observation; the time in milliseconds since 1970. */
  public record Seen(long sequence, long time, @Nullable String id, double[] x, double[] y) {}

  /**
   * The state after an observation, in nats; ranks are as in {@link Snapshot.TaskLine}.
   *
   * @param logScore of the observation before it was seen, standardised
   */
  public record Step(
      double logScore,
      double totalEntropy,
      double mutualInformation,
      double expectedEntropy,
      double dirichletEntropy,
      double novelty,
      double ambiguityRank,
      double noveltyRank) {}

  /** The experts' densities at one x: means and sigmas, {@code [experts, dy]}. */
  public record Column(double x, float[] means, float[] sigmas) {}

  /**
   * What to look at.
   *
   * @param at how many observations the densities shall rest on; negative for all
   * @param along the dimension of x, from 0
   * @param columns how many x's, at least 2
   */
  public record View(int at, int along, int columns) {}

  /**
   * Replays a task.
   *
   * @param observations all of the task, in order of arrival
   * @param ambiguity the score that alerts watch
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static TaskCourse of(
      Release release,
      Kernels kernels,
      Score ambiguity,
      List<TaskObservation> observations,
      View view) {
    if (view.along < 0 || view.along >= release.network().architecture().dx()) {
      throw new IllegalArgumentException("x has no dimension " + view.along);
    }
    Inference inference = new Inference(release.network(), release.standardisation(), kernels);
    List<TaskObservation> taken = taken(inference, observations);
    int first = Math.max(0, taken.size() - LISTED);
    List<TaskObservation> listed = taken.subList(first, taken.size());
    int at = view.at < 0 ? listed.size() : Math.min(view.at, listed.size());

    TaskState state = inference.newState();
    taken.subList(0, first).forEach(seen -> inference.observe(state, seen.x(), seen.y()));
    List<Step> steps = new ArrayList<>();
    for (TaskObservation seen : listed.subList(0, at)) {
      steps.add(step(release, inference, state, ambiguity, seen));
    }
    float[] weights = Inference.weights(state);
    List<Column> columns = columns(release, inference, state, listed, view);
    for (TaskObservation seen : listed.subList(at, listed.size())) {
      steps.add(step(release, inference, state, ambiguity, seen));
    }
    return new TaskCourse(
        release.version(),
        listed.stream()
            .map(o -> new Seen(o.sequence(), o.eventTime().toEpochMilli(), o.id(), o.x(), o.y()))
            .toList(),
        steps,
        at,
        weights,
        view.along,
        columns,
        release.standardisation().transform(),
        release.provenance().x(),
        release.provenance().y());
  }

  /** Without what a former release took and this one cannot. */
  private static List<TaskObservation> taken(
      Inference inference, List<TaskObservation> observations) {
    TaskState state = inference.newState();
    return observations.stream()
        .filter(seen -> {
          try {
            inference.observe(state, seen.x(), seen.y());
            return true;
          } catch (IllegalArgumentException e) {
            return false;
          }
        })
        .toList();
  }

  private static Step step(
      Release release,
      Inference inference,
      TaskState state,
      Score ambiguity,
      TaskObservation seen) {
    double logScore = inference.observe(state, seen.x(), seen.y());
    AmbiguityScores scores = AmbiguityScores.of(state.alpha());
    Percentiles usual = release.heldOut().percentiles();
    return new Step(
        logScore,
        scores.totalEntropy(),
        scores.mutualInformation(),
        scores.expectedEntropy(),
        scores.dirichletEntropy(),
        state.novelty(),
        usual.rank(ambiguity, state.count(), ambiguity.of(scores, state.novelty())),
        1 - usual.rank(Score.NOVELTY, state.count(), state.novelty()));
  }

  private static List<Column> columns(
      Release release,
      Inference inference,
      TaskState state,
      List<TaskObservation> listed,
      View view) {
    double[] x =
        listed.isEmpty() ? release.standardisation().xMean().clone() : listed.getLast().x().clone();
    double low = x[view.along];
    double high = low;
    for (double[] candidate : release.candidates()) {
      low = Math.min(low, candidate[view.along]);
      high = Math.max(high, candidate[view.along]);
    }
    for (TaskObservation seen : listed) {
      low = Math.min(low, seen.x()[view.along]);
      high = Math.max(high, seen.x()[view.along]);
    }
    double margin =
        high > low ? MARGIN * (high - low) : release.standardisation().xScale()[view.along];
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < view.columns; c++) {
      x[view.along] = low - margin + (c + 0.5) / view.columns * (high - low + 2 * margin);
      Mixture mixture = inference.predict(state, x);
      columns.add(new Column(x[view.along], floats(mixture.means()), floats(mixture.sigmas())));
    }
    return columns;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}

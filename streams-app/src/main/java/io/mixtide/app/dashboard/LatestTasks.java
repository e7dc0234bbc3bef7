package io.mixtide.app.dashboard;

import io.mixtide.model.density.CentredLogRatio;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The newest posterior of each of the latest tasks. For one thread at a time. */
final class LatestTasks {
  private static final int KEPT = 2000;
  private static final int LINES = 12;
  private static final int POINTS = 240;
  private static final int NEIGHBOURS = 6;
  private static final int FIRST_ITERATIONS = 50;
  private static final int ITERATIONS = 2;

  private final SequencedMap<String, Posterior> latest = new LinkedHashMap<>();
  private @Nullable PrincipalPlane plane;

  void accept(String task, Posterior posterior) {
    Posterior former = latest.get(task);
    if (former != null
        && former.getRelease().equals(posterior.getRelease())
        && former.getSequence() > posterior.getSequence()) {
      return;
    }
    latest.putLast(task, posterior);
    if (latest.size() > KEPT) {
      latest.pollFirstEntry();
    }
  }

  /** The lines of the tasks whose posterior is of a release. */
  List<Snapshot.TaskLine> lines(String release, Usual usual) {
    return latest.entrySet().stream()
        .filter(task -> task.getValue().getRelease().equals(release))
        .map(task -> usual.line(task.getKey(), task.getValue()))
        .toList();
  }

  /** The first by an order, most first. */
  static List<Snapshot.TaskLine> most(
      List<Snapshot.TaskLine> lines, Comparator<Snapshot.TaskLine> order) {
    return lines.stream().sorted(order.reversed()).limit(LINES).toList();
  }

  /** Where the latest of these tasks lie; the plane turns slowly as they change. */
  SimplexMap map(List<Snapshot.TaskLine> lines) {
    List<Snapshot.TaskLine> last = lines.subList(Math.max(0, lines.size() - POINTS), lines.size());
    List<double[]> places = last.stream().map(line -> place(line.task())).toList();
    if (places.isEmpty()) {
      plane = null;
      return new SimplexMap(List.of(), new double[0][]);
    }
    int experts = places.getFirst().length;
    PrincipalPlane current =
        plane == null || plane.mean().length != experts
            ? PrincipalPlane.initial(experts).towards(places, FIRST_ITERATIONS)
            : plane.towards(places, ITERATIONS);
    plane = current;
    List<SimplexMap.Point> points = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      double[] at = current.project(places.get(i));
      points.add(
          new SimplexMap.Point(
              last.get(i).task(),
              (float) at[0],
              (float) at[1],
              (float) last.get(i).ambiguityRank()));
    }
    double[][] directions = new double[experts][];
    for (int l = 0; l < experts; l++) {
      directions[l] = new double[] {current.axes()[0][l], current.axes()[1][l]};
    }
    return new SimplexMap(points, directions);
  }

  /** A task among these lines with those nearest to it; null if it is not among them. */
  Snapshot.@Nullable Chosen chosen(String task, List<Snapshot.TaskLine> lines) {
    Map<String, Double> distances = new LinkedHashMap<>();
    Snapshot.TaskLine chosen = null;
    for (Snapshot.TaskLine line : lines) {
      if (line.task().equals(task)) {
        chosen = line;
      }
    }
    if (chosen == null) {
      return null;
    }
    double[] from = place(task);
    lines.stream()
        .filter(line -> !line.task().equals(task))
        .forEach(line -> distances.put(line.task(), distance(from, place(line.task()))));
    return new Snapshot.Chosen(
        chosen,
        distances.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .limit(NEIGHBOURS)
            .map(near -> new Snapshot.Neighbour(near.getKey(), near.getValue()))
            .toList());
  }

  private double[] place(String task) {
    Posterior posterior = Objects.requireNonNull(latest.get(task));
    return CentredLogRatio.of(Vectors.toFloatArray(posterior.getAlpha()));
  }

  private static double distance(double[] one, double[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      squares += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return Math.sqrt(squares);
  }
}

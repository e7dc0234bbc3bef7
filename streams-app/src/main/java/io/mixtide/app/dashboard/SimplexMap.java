package io.mixtide.app.dashboard;

import java.util.List;

/**
 * Posteriors of tasks in a plane: the centred log-ratios of their concentrations, projected on
 * their first two principal axes.
 *
 * @param points one for each task
 * @param experts {@code [experts][2]}: which way the weight of an expert grows
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read by index
public record SimplexMap(List<Point> points, double[][] experts) {

  /**
   * A task.
   *
   * @param x along the first axis
   * @param y along the second
   * @param ambiguityRank as in {@link Snapshot.TaskLine}
   */
  public record Point(String task, float x, float y, float ambiguityRank) {}
}

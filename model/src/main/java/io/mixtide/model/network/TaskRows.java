package io.mixtide.model.network;

import java.util.Arrays;

/**
 * How the rows of a batch fall to its tasks: contexts of all tasks one after another, and likewise
 * targets.
 *
 * @param contextSize {@code [tasks]}
 * @param targetSize {@code [tasks]}
 */
@SuppressWarnings("ArrayRecordComponent") // scratch space, written in place
public record TaskRows(int[] contextSize, int[] targetSize) {

  /** Room for a number of tasks. */
  public static TaskRows of(int tasks) {
    return new TaskRows(new int[tasks], new int[tasks]);
  }

  /** Number of tasks. */
  public int tasks() {
    return contextSize.length;
  }

  /** Rows of all contexts. */
  public int contextRows() {
    return Arrays.stream(contextSize).sum();
  }

  /** Rows of all targets. */
  public int targetRows() {
    return Arrays.stream(targetSize).sum();
  }

  /** What is done for a task, given its first row and number of rows on either side. */
  @FunctionalInterface
  public interface Visitor {
    /** Visits one task. */
    void task(int firstContext, int contexts, int firstTarget, int targets);
  }

  /** Visits all tasks in order. */
  public void forEach(Visitor visitor) {
    int context = 0;
    int target = 0;
    for (int k = 0; k < tasks(); k++) {
      visitor.task(context, contextSize[k], target, targetSize[k]);
      context += contextSize[k];
      target += targetSize[k];
    }
  }

  /** What is done for one row of a context. */
  @FunctionalInterface
  public interface RowVisitor {
    /** Visits one row of a task. */
    void row(int row, int task);
  }

  /** Visits all rows of all contexts in order. */
  public void forEachContextRow(RowVisitor visitor) {
    int row = 0;
    for (int k = 0; k < tasks(); k++) {
      for (int i = 0; i < contextSize[k]; i++) {
        visitor.row(row++, k);
      }
    }
  }

  /** Visits all rows of all targets in order. */
  public void forEachTargetRow(RowVisitor visitor) {
    int row = 0;
    for (int k = 0; k < tasks(); k++) {
      for (int i = 0; i < targetSize[k]; i++) {
        visitor.row(row++, k);
      }
    }
  }
}

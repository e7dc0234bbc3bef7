package io.mixtide.model.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One task's observations in order of arrival, in the user's units.
 *
 * <p>The arrays are shared, not copied: nobody may modify them. Equality is identity of the arrays.
 *
 * @param name the task's name
 * @param group what the task is known to belong to, if the data say so
 * @param dx inputs of an observation, at least 1
 * @param dy outputs of an observation, at least 1
 * @param x inputs, flat and row-major, {@code [size, dx]}, finite
 * @param y outputs, flat and row-major, {@code [size, dy]}, finite
 * @param contextSize how many leading observations are the context where the data say so, else
 *     {@link #NO_CONTEXT_SIZE}
 * @param firstRow which observation of its task set the task's first one was, in order of arrival,
 *     counted from 0 over all tasks
 */
@SuppressWarnings("ArrayRecordComponent") // flat arrays are what the kernels read
public record Task(
    String name,
    @Nullable String group,
    int dx,
    int dy,
    double[] x,
    double[] y,
    int contextSize,
    long firstRow) {

  /** {@link #contextSize()} of a task whose data do not tell context from targets. */
  public static final int NO_CONTEXT_SIZE = -1;

  /**
   * @throws IllegalArgumentException if the lengths of {@code x} and {@code y} do not fit {@code
   *     dx} and {@code dy}, or the context is larger than the task
   */
  public Task {
    if (dx < 1 || dy < 1) {
      throw new IllegalArgumentException("dx and dy must be at least 1, not " + dx + ", " + dy);
    }
    if (x.length % dx != 0 || x.length / dx * (long) dy != y.length) {
      throw new IllegalArgumentException(
          "%d inputs and %d outputs are not rows of %d and %d"
              .formatted(x.length, y.length, dx, dy));
    }
    if (contextSize < NO_CONTEXT_SIZE || contextSize > x.length / dx) {
      throw new IllegalArgumentException(
          "a context of %d in a task of %d".formatted(contextSize, x.length / dx));
    }
    if (firstRow < 0) {
      throw new IllegalArgumentException("firstRow must not be negative, not " + firstRow);
    }
  }

  /** Number of observations. */
  public int size() {
    return x.length / dx;
  }

  /** A copy of one observation's inputs, {@code [dx]}. */
  public double[] xOf(int row) {
    return Arrays.copyOfRange(x, row * dx, (row + 1) * dx);
  }

  /** A copy of one observation's outputs, {@code [dy]}. */
  public double[] yOf(int row) {
    return Arrays.copyOfRange(y, row * dy, (row + 1) * dy);
  }
}

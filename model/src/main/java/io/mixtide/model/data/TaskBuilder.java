package io.mixtide.model.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects one task's rows, context and targets apart. */
final class TaskBuilder {
  private final @Nullable String group;
  private final boolean roles;
  private final long firstRow;
  private final Doubles contextX = new Doubles();
  private final Doubles contextY = new Doubles();
  private final Doubles x = new Doubles();
  private final Doubles y = new Doubles();

  TaskBuilder(@Nullable String group, boolean roles, long firstRow) {
    this.group = group;
    this.roles = roles;
    this.firstRow = firstRow;
  }

  void addX(boolean context, double value) {
    (context ? contextX : x).add(value);
  }

  void addY(boolean context, double value) {
    (context ? contextY : y).add(value);
  }

  Task build(String name, int dx, int dy) {
    int contextSize = roles ? contextX.size / dx : Task.NO_CONTEXT_SIZE;
    return new Task(name, group, dx, dy, contextX.then(x), contextY.then(y), contextSize, firstRow);
  }

  /** A growing array; empty ones cost nothing, for most tasks have no context of their own. */
  private static final class Doubles {
    private static final double[] NONE = {};

    private double[] values = NONE;
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.max(8, size + (size >> 1)));
      }
      values[size++] = value;
    }

    double[] then(Doubles later) {
      double[] both = Arrays.copyOf(values, size + later.size);
      System.arraycopy(later.values, 0, both, size, later.size);
      return both;
    }
  }
}

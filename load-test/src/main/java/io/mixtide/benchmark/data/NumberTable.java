package io.mixtide.benchmark.data;

/**
 * Rows of numbers.
 *
 * @param columns numbers of a row, at least 1
 * @param values {@code [rows, columns]}, flat and row-major, finite
 */
record NumberTable(int columns, double[] values) {
  NumberTable {
    if (columns < 1 || values.length % columns != 0) {
      throw new IllegalArgumentException(
          "%d values are not rows of %d".formatted(values.length, columns));
    }
  }

  int rows() {
    return values.length / columns;
  }
}

package io.mixtide.model.kernel;

/** Row-major matrices in flat arrays. */
public final class Matrix {
  private static final int TILE = 8;

  private Matrix() {}

  /** From {@code [rows, columns]} to {@code [columns, rows]}. */
  public static float[] transposed(float[] values, int rows, int columns) {
    float[] result = new float[rows * columns];
    transpose(values, rows, columns, result);
    return result;
  }

  /** As {@link #transposed}, into an array that is there. */
  public static void transpose(float[] values, int rows, int columns, float[] result) {
    // Eight rows at a time, since whole columns evict one another from the cache.
    int whole = rows - rows % TILE;
    for (int i = 0; i < whole; i += TILE) {
      eightRows(values, i * columns, columns, result, i, rows);
    }
    for (int i = whole; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = values[i * columns + j];
      }
    }
  }

  private static void eightRows(
      float[] values, int from, int columns, float[] result, int to, int rows) {
    for (int j = 0; j < columns; j++) {
      int in = from + j;
      int out = to + j * rows;
      result[out] = values[in];
      result[out + 1] = values[in + columns];
      result[out + 2] = values[in + 2 * columns];
      result[out + 3] = values[in + 3 * columns];
      result[out + 4] = values[in + 4 * columns];
      result[out + 5] = values[in + 5 * columns];
      result[out + 6] = values[in + 6 * columns];
      result[out + 7] = values[in + 7 * columns];
    }
  }
}

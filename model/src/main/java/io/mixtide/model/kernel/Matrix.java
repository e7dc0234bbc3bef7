package io.mixtide.model.kernel;

/** Row-major matrices in flat arrays. */
public final class Matrix {
  private static final int TILE = 16;

  private Matrix() {}

  /** From {@code [rows, columns]} to {@code [columns, rows]}. */
  public static float[] transposed(float[] values, int rows, int columns) {
    float[] result = new float[rows * columns];
    transpose(values, rows, columns, result);
    return result;
  }

  /** As {@link #transposed}, into an array that is there. */
  public static void transpose(float[] values, int rows, int columns, float[] result) {
    // In tiles, since whole columns evict one another from the cache.
    for (int top = 0; top < rows; top += TILE) {
      int bottom = Math.min(top + TILE, rows);
      for (int left = 0; left < columns; left += TILE) {
        int right = Math.min(left + TILE, columns);
        for (int j = left; j < right; j++) {
          for (int i = top; i < bottom; i++) {
            result[j * rows + i] = values[i * columns + j];
          }
        }
      }
    }
  }
}

package io.mixtide.model.data;

/** The Cholesky factor {@code U} of a covariance matrix {@code K = Uᵀ U}, upper triangular. */
final class CholeskyFactor {
  private final double[][] rows;

  private CholeskyFactor(double[][] rows) {
    this.rows = rows;
  }

  /**
   * Factors a matrix in place, row by row: the inner loop runs along two rows, so that it
   * vectorises without changing any sum's order.
   *
   * @param matrix symmetric, {@code [n, n]}; only its upper triangle is read, and it is overwritten
   * @throws IllegalArgumentException if the matrix is not positive definite in double precision
   */
  static CholeskyFactor inPlace(double[][] matrix) {
    int n = matrix.length;
    for (int j = 0; j < n; j++) {
      double[] pivotRow = matrix[j];
      double pivot = pivotRow[j];
      if (!(pivot > 0)) {
        throw new IllegalArgumentException("the matrix is not positive definite, row " + j);
      }
      double root = Math.sqrt(pivot);
      for (int k = j; k < n; k++) {
        pivotRow[k] /= root;
      }
      for (int i = j + 1; i < n; i++) {
        subtract(matrix[i], pivotRow[i], pivotRow, i, n);
      }
    }
    return new CholeskyFactor(matrix);
  }

  /**
   * {@code Uᵀ z}, which has the covariance {@code K} where z is standard normal.
   *
   * @param z {@code [n]}
   */
  double[] correlate(double[] z) {
    int n = rows.length;
    double[] y = new double[n];
    for (int j = 0; j < n; j++) {
      subtract(y, -z[j], rows[j], j, n);
    }
    return y;
  }

  /**
   * The z whose {@link #correlate} is y: {@code yᵀ K⁻¹ y} is its squared length.
   *
   * @param y {@code [n]}
   */
  double[] decorrelate(double[] y) {
    int n = rows.length;
    double[] z = y.clone();
    for (int j = 0; j < n; j++) {
      z[j] /= rows[j][j];
      subtract(z, z[j], rows[j], j + 1, n);
    }
    return z;
  }

  private static void subtract(double[] from, double factor, double[] row, int begin, int end) {
    for (int k = begin; k < end; k++) {
      from[k] -= factor * row[k];
    }
  }
}

package io.mixtide.model.kernel;

/**
 * The numeric operations that inference and training are written in.
 *
 * <p>Every implementation gives the same bits. That holds because lanes always lie across outputs:
 * one output element is one chain of fused multiply-adds over the inputs in order, whatever the
 * vector width and however rows are blocked, and because {@code exp} and {@code log} are one
 * polynomial (see {@link FloatMath}).
 *
 * <p>Matrices are row-major {@code float[]} from index 0. Implementations have no state and may be
 * shared between threads.
 */
public sealed interface Kernels permits ScalarKernels, VectorKernels {
  /** {@code ½ ln 2π}. */
  float HALF_LOG_TWO_PI = 0.9189385f;

  /**
   * How many columns the operations on columns take: many inputs at once, one a column, so that
   * lanes lie across inputs. Two vectors of the processor make a row of columns. A constant, so
   * that the compiler knows the distance between rows.
   */
  int COLUMNS = 2 * ColumnProduct.SPECIES.length();

  /** The name that outputs carry as their engine: {@code vector} or {@code scalar}. */
  String name();

  /** Name and what the processor does it with, for people. */
  String description();

  /**
   * Adds a matrix product: {@code C += A B}, with A {@code [m, k]}, B {@code [k, n]}, C {@code [m,
   * n]}.
   */
  void addProduct(int m, int k, int n, float[] a, float[] b, float[] c);

  /**
   * A matrix product plus the same row throughout: {@code C = bias + A B}, with A {@code [m, k]}, B
   * {@code [k, n]}, bias {@code [n]}, C {@code [m, n]}.
   */
  void affine(int m, int k, int n, float[] a, float[] b, float[] bias, float[] c);

  /**
   * Adds a product with the transpose of A: {@code C += Aᵀ B}, with A {@code [k, m]}, B {@code [k,
   * n]}, C {@code [m, n]}.
   */
  void addTransposedProduct(int m, int k, int n, float[] a, float[] b, float[] c);

  /**
   * The weights of a layer as {@link #affineColumns} of these kernels reads them.
   *
   * @param weight {@code [k, m]}
   */
  float[] packed(int m, int k, float[] weight);

  /**
   * A layer on columns: {@code C = bias 1ᵀ + Wᵀ B}, with B {@code [k, COLUMNS]}, bias {@code [m]},
   * C {@code [m, COLUMNS]}, which is not B.
   *
   * @param packed the weights W {@code [k, m]}, {@link #packed} by these kernels
   * @param relu whether to take {@code max(C, 0)}
   */
  void affineColumns(
      int m, int k, float[] packed, float[] b, float[] bias, boolean relu, float[] c);

  /** {@code sum += v}, for {@code length} elements of v from {@code offset}. */
  void add(float[] v, int offset, float[] sum, int length);

  /** {@code v = max(v, 0)} for {@code length} elements from {@code offset}. */
  void relu(float[] v, int offset, int length);

  /**
   * The gradient of {@link #relu}: {@code v_i = 0} unless {@code output_i > 0}, for the first
   * {@code length} elements.
   */
  void clearUnlessPositive(float[] output, float[] v, int length);

  /** {@code out = e^in}, with the range and accuracy of {@link FloatMath#exp}. */
  void exp(float[] in, int inOffset, float[] out, int outOffset, int length);

  /** {@code out = ln in}, with the range and accuracy of {@link FloatMath#log}. */
  void log(float[] in, int inOffset, float[] out, int outOffset, int length);

  /** {@code out = ln(1 + e^in) + least}; out must not be in. */
  void softplus(float[] in, int inOffset, float least, float[] out, int outOffset, int length);

  /** {@code out = in · factor}; in and out may be the same. */
  void scale(float[] in, int inOffset, float factor, float[] out, int outOffset, int length);

  /**
   * {@code out = e^(in − max)}, or 0 where that is {@link Softmax#NEGLIGIBLE}; in and out may be
   * the same.
   */
  void relativeExp(float[] in, int inOffset, float max, float[] out, int outOffset, int length);

  /**
   * Divides columns: {@code out = v diag(1 / divisors)}, with v {@code [rows, COLUMNS]} and
   * divisors {@code [COLUMNS]}. One division a column; the rest are products, which take less time.
   *
   * @param out receives {@code [rows, COLUMNS]} from {@code outOffset}; may be v
   */
  void divideColumns(int rows, float[] v, float[] divisors, float[] out, int outOffset);

  /**
   * Adds columns times factors: {@code sum += v diag(factors)}, all {@code [rows, COLUMNS]} but for
   * the factors {@code [COLUMNS]}.
   */
  void addScaledColumns(int rows, float[] v, float[] factors, float[] sum);

  /**
   * Log densities of diagonal Gaussians: {@code out_lc = sum_j −½ d² − (ln sigma_ljc + ½ ln 2π)},
   * {@code d = (y_jc − mu_ljc) / sigma_ljc}.
   *
   * @param y {@code [dy, COLUMNS]}
   * @param mu {@code [experts, dy, COLUMNS]}, as are sigma and its logarithm
   * @param out receives {@code [experts, COLUMNS]}
   */
  void logNormalColumns(
      int experts, int dy, float[] y, float[] mu, float[] sigma, float[] logSigma, float[] out);

  /** The largest of {@code length} elements from {@code offset}, at least one. */
  float max(float[] v, int offset, int length);

  /**
   * {@link Softmax#relative} down every column of a matrix.
   *
   * @param in {@code [rows, COLUMNS]} from {@code inOffset}
   * @param out receives {@code [rows, COLUMNS]}; may be in, where the two do not overlap
   * @param max receives the columns' maxima {@code [COLUMNS]}
   */
  void relativeColumns(int rows, float[] in, int inOffset, float[] out, float[] max);

  /** The sums {@code [COLUMNS]} of the columns of v {@code [rows, COLUMNS]}. */
  void sumColumns(int rows, float[] v, float[] sums);

  /**
   * Weighs a matrix in place, {@code v_i = v_i (weights_i + more)}, and sums its columns.
   *
   * @param v {@code [rows, COLUMNS]}
   * @param weights {@code [rows, COLUMNS]} from {@code offset}
   * @param sums receives the sums of what comes out, {@code [COLUMNS]}
   */
  void weighColumns(int rows, float[] v, float[] weights, int offset, float more, float[] sums);

  /**
   * Kernels by name.
   *
   * @param name {@code vector} or {@code scalar}
   * @throws IllegalArgumentException for any other name
   */
  static Kernels of(String name) {
    return switch (name) {
      case "vector" -> new VectorKernels();
      case "scalar" -> new ScalarKernels();
      default -> throw new IllegalArgumentException("no engine named '" + name + "'");
    };
  }
}

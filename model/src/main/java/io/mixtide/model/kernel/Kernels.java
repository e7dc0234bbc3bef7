package io.mixtide.model.kernel;

import java.util.Arrays;

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
   * As {@link #affine}, with A given as its transpose: {@code C = bias + Aᵀ B}, with A {@code [k,
   * m]}, B {@code [k, n]}, bias {@code [n]}, C {@code [m, n]}.
   */
  void affineTransposed(int m, int k, int n, float[] a, float[] b, float[] bias, float[] c);

  /**
   * As {@link #affineTransposed}, with a bias for every row instead: {@code C = bias 1ᵀ + Aᵀ B},
   * with bias {@code [m]}.
   */
  default void affineColumns(int m, int k, int n, float[] a, float[] b, float[] bias, float[] c) {
    for (int i = 0; i < m; i++) {
      Arrays.fill(c, i * n, (i + 1) * n, bias[i]);
    }
    addTransposedProduct(m, k, n, a, b, c);
  }

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

  /** {@code out = ln(1 + e^in)}; out must not be in. */
  void softplus(float[] in, int inOffset, float[] out, int outOffset, int length);

  /** {@code out = in / divisor}; in and out may be the same. */
  void divide(float[] in, int inOffset, float divisor, float[] out, int outOffset, int length);

  /**
   * {@code out = e^(in − max)}, or 0 where that is {@link Softmax#NEGLIGIBLE}; in and out may be
   * the same.
   */
  void relativeExp(float[] in, int inOffset, float max, float[] out, int outOffset, int length);

  /**
   * Divides every row of {@code v} {@code [rows, columns]} by {@code divisors} {@code [columns]}.
   */
  void divideColumns(int rows, int columns, float[] v, float[] divisors);

  /**
   * Adds columns times factors: {@code sum += v diag(factors)}, all {@code [rows, columns]} but for
   * the factors {@code [columns]}.
   */
  void addScaledColumns(int rows, int columns, float[] v, float[] factors, float[] sum);

  /**
   * Adds log densities of Gaussians: {@code sum += −½ d² − (ln sigma + ½ ln 2π)}, {@code d = (y −
   * mu) / sigma}.
   *
   * @param y {@code [length]} from {@code yOffset}
   * @param mu as long, from {@code offset}, as are sigma and its logarithm
   * @param sum from {@code sumOffset}
   */
  void addLogNormal(
      int length,
      float[] y,
      int yOffset,
      float[] mu,
      float[] sigma,
      float[] logSigma,
      int offset,
      float[] sum,
      int sumOffset);

  /** The largest of {@code length} elements from {@code offset}, at least one. */
  float max(float[] v, int offset, int length);

  /**
   * Softmax down every column of a matrix in place, as {@link Softmax#apply} of each.
   *
   * @param v {@code [rows, columns]} from {@code offset}
   * @param logSums receives {@code ln sum e^v} of every column, {@code [columns]}
   */
  void softmaxColumns(int rows, int columns, float[] v, int offset, float[] logSums);

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

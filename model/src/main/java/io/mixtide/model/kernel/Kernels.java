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

  /** The name that outputs carry as their engine: {@code vector} or {@code scalar}. */
  String name();

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

  /** {@code out = ln(1 + e^in)}. */
  void softplus(float[] in, int inOffset, float[] out, int outOffset, int length);

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

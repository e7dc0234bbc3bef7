package io.mixtide.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

class KernelsTest {
  private final Kernels vector = new VectorKernels();
  private final Kernels scalar = new ScalarKernels();

  @Property
  void shouldGiveTheSameBitsForProducts(
      @ForAll @IntRange(max = 11) int m,
      @ForAll @IntRange(max = 40) int k,
      @ForAll @IntRange(min = 1, max = 300) int n,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    float[] a = normals(random, m * k);
    float[] b = normals(random, k * n);
    float[] c = normals(random, m * n);
    float[] expected = c.clone();
    float[] actual = c.clone();
    scalar.addProduct(m, k, n, a, b, expected);
    vector.addProduct(m, k, n, a, b, actual);
    assertThat(actual).isEqualTo(expected);

    scalar.addTransposedProduct(m, k, n, a, b, expected);
    vector.addTransposedProduct(m, k, n, a, b, actual);
    assertThat(actual).isEqualTo(expected);

    float[] bias = normals(random, n);
    scalar.affine(m, k, n, a, b, bias, expected);
    vector.affine(m, k, n, a, b, bias, actual);
    assertThat(actual).isEqualTo(expected);
  }

  @Property
  void shouldStartEveryRowFromTheBias(
      @ForAll @IntRange(min = 1, max = 14) int m,
      @ForAll @IntRange(max = 6) int k,
      @ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    float[] a = normals(random, m * k);
    float[] b = normals(random, k * n);
    float[] bias = normals(random, n);
    float[] before = bias.clone();
    float[] expected = new float[m * n];
    for (int i = 0; i < m * n; i++) {
      expected[i] = bias[i % n];
    }
    vector.addProduct(m, k, n, a, b, expected);
    float[] actual = normals(random, m * n);
    vector.affine(m, k, n, a, b, bias, actual);
    assertThat(actual).isEqualTo(expected);
    assertThat(bias).isEqualTo(before);
  }

  @Property
  void shouldAddInPlace(
      @ForAll @IntRange(max = 60) int length,
      @ForAll @IntRange(max = 3) int offset,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    float[] v = normals(random, offset + length);
    float[] sum = normals(random, length + 1);
    float[] expected = sum.clone();
    for (int i = 0; i < length; i++) {
      expected[i] += v[offset + i];
    }
    float[] byScalar = sum.clone();
    scalar.add(v, offset, byScalar, length);
    vector.add(v, offset, sum, length);
    assertThat(sum).isEqualTo(expected);
    assertThat(byScalar).isEqualTo(expected);
  }

  @Property
  void shouldMultiplyAsWritten(
      @ForAll @IntRange(min = 1, max = 6) int m,
      @ForAll @IntRange(max = 6) int k,
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    float[] a = normals(random, m * k);
    float[] b = normals(random, k * n);
    float[] plain = new float[m * n];
    float[] transposed = new float[m * n];
    vector.addProduct(m, k, n, a, b, plain);
    vector.addTransposedProduct(m, k, n, a, b, transposed);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        double sumOfTransposed = 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a[i * k + p] * b[p * n + j];
          sumOfTransposed += (double) a[p * m + i] * b[p * n + j];
        }
        assertThat((double) plain[i * n + j]).isCloseTo(sum, within(1e-5));
        assertThat((double) transposed[i * n + j]).isCloseTo(sumOfTransposed, within(1e-5));
      }
    }
  }

  @Property
  void shouldTranspose(
      @ForAll @IntRange(max = 40) int rows, @ForAll @IntRange(max = 40) int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    float[] transposed = Matrix.transposed(values, rows, columns);
    for (int i = 0; i < values.length; i++) {
      assertThat(transposed[i % columns * rows + i / columns]).isEqualTo(i);
    }
  }

  @Property
  void shouldGiveTheSameBitsElementWise(
      @ForAll float[] values, @ForAll @IntRange(max = 3) int offset) {
    int length = Math.max(0, values.length - offset);
    int from = values.length - length;
    float[] expected = new float[values.length];
    float[] actual = new float[values.length];
    scalar.exp(values, from, expected, from, length);
    vector.exp(values, from, actual, from, length);
    assertThat(actual).isEqualTo(expected);
    scalar.log(values, from, expected, from, length);
    vector.log(values, from, actual, from, length);
    assertThat(actual).isEqualTo(expected);
    scalar.softplus(values, from, 0.3f, expected, from, length);
    vector.softplus(values, from, 0.3f, actual, from, length);
    assertThat(actual).isEqualTo(expected);
    float[] scalarSlope = expected.clone();
    float[] vectorSlope = expected.clone();
    scalar.clearUnlessPositive(values, scalarSlope, values.length);
    vector.clearUnlessPositive(values, vectorSlope, values.length);
    assertThat(vectorSlope).isEqualTo(scalarSlope);
    float[] scalarRelu = values.clone();
    float[] vectorRelu = values.clone();
    scalar.relu(scalarRelu, from, length);
    vector.relu(vectorRelu, from, length);
    assertThat(vectorRelu).isEqualTo(scalarRelu);
  }

  private static float[] normals(UniformRandomProvider random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}

package io.mixtide.model.kernel;

import static io.mixtide.model.kernel.Kernels.COLUMNS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** A column for every row: the same bits, on both kernels, as row by row. */
class ColumnKernelsTest {
  private final Kernels vector = new VectorKernels();
  private final Kernels scalar = new ScalarKernels();

  @Property
  void shouldGiveColumnsTheBitsOfRows(
      @ForAll @IntRange(max = 20) int in,
      @ForAll @IntRange(min = 1, max = 70) int out,
      @ForAll boolean relu,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    float[] input = uniform(random, COLUMNS * in, -1, 1);
    float[] weight = uniform(random, in * out, -1, 1);
    float[] bias = uniform(random, out, -1, 1);
    float[] expected = new float[COLUMNS * out];
    scalar.affine(COLUMNS, in, out, input, weight, bias, expected);
    if (relu) {
      scalar.relu(expected, 0, expected.length);
    }
    float[] columns = Matrix.transposed(input, COLUMNS, in);
    for (Kernels kernels : new Kernels[] {vector, scalar}) {
      float[] actual = new float[COLUMNS * out];
      float[] packed = kernels.packed(out, in, weight);
      kernels.affineColumns(out, in, packed, columns, bias, relu, actual);
      assertThat(actual).isEqualTo(Matrix.transposed(expected, COLUMNS, out));
    }
  }

  @Property
  void shouldGiveTheSoftmaxOfEveryColumn(
      @ForAll @IntRange(min = 1, max = 30) int rows, @ForAll long seed) {
    float[] values = uniform(RandomSource.L64_X128_MIX.create(seed), rows * COLUMNS, -60, 5);
    float[] column = new float[rows];
    for (Kernels kernels : new Kernels[] {vector, scalar}) {
      float[] shares = new float[values.length];
      float[] max = new float[COLUMNS];
      float[] sums = new float[COLUMNS];
      kernels.relativeColumns(rows, values, 0, shares, max);
      kernels.sumColumns(rows, shares, sums);
      kernels.divideColumns(rows, shares, sums, shares, 0);
      for (int j = 0; j < COLUMNS; j++) {
        for (int i = 0; i < rows; i++) {
          column[i] = values[i * COLUMNS + j];
        }
        assertThat(max[j] + FloatMath.log(sums[j]))
            .isEqualTo(Softmax.apply(scalar, column, 0, column, 0, rows));
        for (int i = 0; i < rows; i++) {
          assertThat(shares[i * COLUMNS + j]).isEqualTo(column[i]);
        }
      }
    }
  }

  @Property
  void shouldGiveTheSameBitsOfColumnsOnBothKernels(
      @ForAll @IntRange(min = 1, max = 6) int rows,
      @ForAll @IntRange(min = 1, max = 3) int dy,
      @ForAll @IntRange(max = 3) int offset,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    int size = rows * dy * COLUMNS;
    float[] v = uniform(random, offset + size, -3, 3);
    float[] positive = uniform(random, size, 0.1, 3);
    float[] y = uniform(random, size, -3, 3);
    both(v, (k, out) -> k.divideColumns(rows, y, positive, out, offset));
    both(v, (k, out) -> k.addScaledColumns(rows, y, positive, out));
    both(v, (k, out) -> k.sumColumns(rows, y, out));
    both(v, (k, out) -> k.weighColumns(rows, out, positive, 0, 0.5f, new float[COLUMNS]));
    both(v, (k, out) -> k.weighColumns(rows, y.clone(), positive, 0, 0.5f, out));
    both(v, (k, out) -> k.logNormalColumns(rows, dy, y, v, positive, y, out));
  }

  @Property
  void shouldGiveTheSameBitsOnBothKernels(
      @ForAll @IntRange(min = 1, max = 90) int size,
      @ForAll @IntRange(max = 3) int offset,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    float[] v = uniform(random, offset + size, -3, 3);
    float[] y = uniform(random, offset + size, -3, 3);
    both(v, (k, out) -> k.scale(out, offset, 1.7f, out, offset, size));
    both(v, (k, out) -> k.relativeExp(out, offset, 3f, out, offset, size));
    both(v, (k, out) -> out[0] = k.max(v, offset, size));
    both(v, (k, out) -> k.exp(out, offset, out, offset, size));
    both(v, (k, out) -> k.log(out, offset, out, offset, size));
    both(v, (k, out) -> k.softplus(y, offset, 0.3f, out, offset, size));
  }

  private void both(float[] values, BiConsumer<Kernels, float[]> operation) {
    float[] expected = values.clone();
    float[] actual = values.clone();
    operation.accept(scalar, expected);
    operation.accept(vector, actual);
    assertThat(actual).isEqualTo(expected);
  }

  private static float[] uniform(
      UniformRandomProvider random, int length, double low, double high) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return values;
  }
}

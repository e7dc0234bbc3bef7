package io.mixtide.model.kernel;

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
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(max = 20) int in,
      @ForAll @IntRange(min = 1, max = 70) int out,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    float[] input = uniform(random, rows * in, -1, 1);
    float[] weight = uniform(random, in * out, -1, 1);
    float[] bias = uniform(random, out, -1, 1);
    float[] expected = new float[rows * out];
    scalar.affine(rows, in, out, input, weight, bias, expected);
    float[] columns = Matrix.transposed(input, rows, in);
    for (Kernels kernels : new Kernels[] {vector, scalar}) {
      float[] actual = new float[rows * out];
      kernels.affineTransposed(rows, in, out, columns, weight, bias, actual);
      assertThat(actual).isEqualTo(expected);
      kernels.affineColumns(out, in, rows, weight, columns, bias, actual);
      assertThat(actual).isEqualTo(Matrix.transposed(expected, rows, out));
    }
  }

  @Property
  void shouldGiveTheSoftmaxOfEveryColumn(
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 40) int columns,
      @ForAll @IntRange(max = 3) int offset,
      @ForAll long seed) {
    float[] values =
        uniform(RandomSource.L64_X128_MIX.create(seed), offset + rows * columns, -60, 5);
    float[] column = new float[rows];
    for (Kernels kernels : new Kernels[] {vector, scalar}) {
      float[] actual = values.clone();
      float[] logSums = new float[columns];
      kernels.softmaxColumns(rows, columns, actual, offset, logSums);
      for (int j = 0; j < columns; j++) {
        for (int i = 0; i < rows; i++) {
          column[i] = values[offset + i * columns + j];
        }
        assertThat(logSums[j]).isEqualTo(Softmax.apply(scalar, column, 0, column, 0, rows));
        for (int i = 0; i < rows; i++) {
          assertThat(actual[offset + i * columns + j]).isEqualTo(column[i]);
        }
      }
    }
  }

  @Property
  void shouldGiveTheSameBitsOnBothKernels(
      @ForAll @IntRange(min = 1, max = 8) int rows,
      @ForAll @IntRange(min = 1, max = 40) int columns,
      @ForAll @IntRange(max = 3) int offset,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    int size = rows * columns;
    float[] v = uniform(random, offset + size, -3, 3);
    float[] positive = uniform(random, offset + size, 0.1, 3);
    float[] y = uniform(random, offset + size, -3, 3);
    both(v, (k, out) -> k.divideColumns(rows, columns, out, positive));
    both(v, (k, out) -> k.addScaledColumns(rows, columns, y, positive, out));
    both(v, (k, out) -> k.divide(out, offset, 1.7f, out, offset, size));
    both(v, (k, out) -> k.relativeExp(out, offset, 3f, out, offset, size));
    both(v, (k, out) -> out[0] = k.max(v, offset, size));
    both(v, (k, out) -> k.exp(out, offset, out, offset, size));
    both(v, (k, out) -> k.log(out, offset, out, offset, size));
    both(v, (k, out) -> k.softplus(y, offset, out, offset, size));
    both(v, (k, out) -> k.addLogNormal(size, y, offset, v, positive, y, offset, out, offset));
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

package io.mixtide.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class SoftmaxTest {
  private final Kernels kernels = new VectorKernels();

  @Property
  void shouldGiveSharesAndTheLogOfTheirSum(
      @ForAll @IntRange(min = 1, max = 40) int length,
      @ForAll @FloatRange(min = -1000, max = 1000) float first,
      @ForAll @FloatRange(min = -20, max = 20) float step) {
    float[] in = new float[length + 2];
    double exact = 0;
    for (int i = 0; i < length; i++) {
      in[i + 2] = first + step * (i % 5);
      exact += Math.exp((double) in[i + 2] - first);
    }
    float[] out = new float[length + 1];
    float log = Softmax.apply(kernels, in, 2, out, 1, length);
    assertThat((double) log).isCloseTo(first + Math.log(exact), within(1e-6 * (1 + Math.abs(log))));
    for (int i = 0; i < length; i++) {
      double share = Math.exp((double) in[i + 2] - first) / exact;
      assertThat((double) out[i + 1]).isCloseTo(share, within(1e-6));
    }
  }

  @Property
  void shouldGiveManyRowsTheBitsOfEachAlone(
      @ForAll @IntRange(max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 40) int length,
      @ForAll long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    float[] in = new float[rows * length + 2];
    for (int i = 0; i < in.length; i++) {
      in[i] = (float) random.nextDouble(-60, 5);
    }
    float[] expected = new float[rows * length];
    float[] expectedMax = new float[rows];
    for (int row = 0; row < rows; row++) {
      int at = row * length;
      expectedMax[row] = Softmax.relative(kernels, in, at + 2, expected, at, length);
    }
    float[] actual = new float[rows * length];
    float[] max = new float[rows];
    Softmax.relativeRows(kernels, rows, in, 2, actual, length, max);
    assertThat(actual).isEqualTo(expected);
    assertThat(max).isEqualTo(expectedMax);

    for (int row = 0; row < rows; row++) {
      Softmax.apply(kernels, in, row * length + 2, expected, row * length, length);
    }
    System.arraycopy(in, 2, actual, 0, actual.length);
    Softmax.applyRows(kernels, rows, actual, length, max);
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void shouldTakeNegligibleSharesForNothing() {
    float[] v = {0, -45, -47, -1e30f};
    Softmax.apply(kernels, v, 0, v, 0, 4);
    assertThat(v[0]).isEqualTo(1f);
    assertThat(v[1]).isBetween(Softmax.NEGLIGIBLE, 1e-19f);
    assertThat(v[2]).isZero();
    assertThat(v[3]).isZero();
  }

  @Test
  void shouldKeepNaN() {
    float[] v = {0, Float.NaN};
    assertThat(Softmax.apply(kernels, v, 0, v, 0, 2)).isNaN();
    assertThat(v).containsOnly(Float.NaN);
  }
}

package io.mixtide.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.random.RandomStream;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureTest {
  private static final double FAR = 12;
  private static final int CELLS = 6000;

  @Property(tries = 50)
  void shouldIntegrateToOneAndToItsMoments(
      @ForAll @IntRange(min = 1, max = 5) int experts,
      @ForAll OutputTransform transform,
      @ForAll long seed) {
    Mixture mixture = mixture(experts, 1, transform, seed);
    assertThat(integral(mixture, FAR, y -> 1)).isCloseTo(1, within(1e-6));
    double mean = integral(mixture, FAR, y -> y);
    assertThat(mixture.mean()[0]).isCloseTo(mean, within(1e-5 * (1 + Math.abs(mean))));
    double variance = integral(mixture, FAR, y -> (y - mean) * (y - mean));
    assertThat(mixture.variance()[0]).isCloseTo(variance, within(1e-5 * (1 + variance)));
  }

  @Property(tries = 50)
  void shouldHaveTheDensitysIntegralAsCdf(
      @ForAll @IntRange(min = 1, max = 5) int experts,
      @ForAll OutputTransform transform,
      @ForAll @DoubleRange(min = -4, max = 4) double upTo,
      @ForAll long seed) {
    Mixture mixture = mixture(experts, 1, transform, seed);
    assertThat(mixture.cdf(0, transform.inverse(upTo)))
        .isCloseTo(integral(mixture, upTo, y -> 1), within(1e-6));
  }

  @Property(tries = 100)
  void shouldInvertItsCdf(
      @ForAll @IntRange(min = 1, max = 5) int experts,
      @ForAll OutputTransform transform,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double level,
      @ForAll long seed) {
    Mixture mixture = mixture(experts, 2, transform, seed);
    for (int j = 0; j < 2; j++) {
      assertThat(mixture.cdf(j, mixture.quantile(j, level))).isCloseTo(level, within(1e-9));
    }
  }

  @Property(tries = 50)
  void shouldHaveTheRankedProbabilityScoreOfItsCdf(
      @ForAll @IntRange(min = 1, max = 5) int experts,
      @ForAll OutputTransform transform,
      @ForAll @DoubleRange(min = -4, max = 4) double at,
      @ForAll long seed) {
    Mixture mixture = mixture(experts, 2, transform, seed);
    double width = 2 * FAR / CELLS;
    for (int j = 0; j < 2; j++) {
      double integral = 0;
      for (int cell = 0; cell < CELLS; cell++) {
        double v = -FAR + (cell + 0.5) * width;
        double off = mixture.cdf(j, transform.inverse(v)) - (v >= at ? 1 : 0);
        integral += off * off * width;
      }
      assertThat(mixture.crpsOfTransformed(j, transform.inverse(at)))
          .isCloseTo(integral, within(0.005));
    }
  }

  @Property(tries = 20)
  void shouldHaveMarginalsOfItsJointDensity(
      @ForAll OutputTransform transform,
      @ForAll @DoubleRange(min = -2, max = 2) double upTo,
      @ForAll long seed) {
    Mixture mixture = mixture(3, 2, transform, seed);
    double bound = transform.inverse(upTo);
    assertThat(mixture.cdf(0, bound)).isCloseTo(volume(mixture, upTo, FAR), within(1e-4));
    assertThat(mixture.cdf(1, bound)).isCloseTo(volume(mixture, FAR, upTo), within(1e-4));
  }

  @Property(tries = 20, seed = "1") // Monte Carlo: other seeds may be unlucky
  void shouldDrawWithItsMoments(@ForAll OutputTransform transform, @ForAll long seed) {
    Mixture mixture = mixture(3, 2, transform, seed);
    double[] draws = mixture.sample(20_000, RandomStream.of(seed, 1));
    for (int j = 0; j < 2; j++) {
      double[] ofColumn = column(draws, j);
      double deviation = Math.sqrt(mixture.variance()[j]);
      assertThat(Arrays.stream(ofColumn).average().orElseThrow())
          .isCloseTo(mixture.mean()[j], within(6 * deviation / Math.sqrt(20_000)));
      double median = mixture.quantile(j, 0.5);
      assertThat(shareBelow(ofColumn, median)).isCloseTo(0.5, within(0.02));
      assertThat(shareBelow(ofColumn, mixture.quantile(j, 0.9))).isCloseTo(0.9, within(0.015));
    }
  }

  @Test
  void shouldMixByTheGivenPoint() {
    Mixture mixture =
        new Mixture(
            new float[] {0.5f, 0.5f},
            new double[] {-5, 5},
            new double[] {0.1, 0.1},
            OutputTransform.IDENTITY);
    float[] point = {(float) Math.log(0.8), (float) Math.log(0.2)};
    double[] draws = mixture.sampleGiven(point, 10_000, RandomStream.of(1));
    assertThat(shareBelow(draws, 0)).isCloseTo(0.8, within(0.02));
    float[] vertex = {Dirichlet.MIN_LOG_WEIGHT, 0};
    double[] atVertex = mixture.sampleGiven(vertex, 1000, RandomStream.of(1));
    assertThat(shareBelow(atVertex, 4)).isZero();
  }

  @Test
  void shouldGiveNoDensityBelowTheDomainOfTheLogarithm() {
    Mixture mixture = mixture(2, 1, OutputTransform.LOG1P, 1);
    for (double y : new double[] {-1, -2, -1e300}) {
      assertThat(mixture.logDensity(y)).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(mixture.density(y)).isZero();
      assertThat(mixture.cdf(0, y)).isZero();
    }
  }

  @Test
  void shouldGiveNoDensityBeyondAllNumbers() {
    Mixture mixture = mixture(2, 1, OutputTransform.IDENTITY, 1);
    assertThat(mixture.logDensity(1e300)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void shouldFindAQuantileAtZero() {
    Mixture mixture =
        new Mixture(new float[] {1}, new double[] {0}, new double[] {1}, OutputTransform.IDENTITY);
    assertThat(mixture.quantile(0, 0.5)).isCloseTo(0, within(1e-12));
    assertThat(mixture.quantile(0, 0.975)).isCloseTo(1.959963984540054, within(1e-12));
  }

  @Test
  void shouldFindQuantilesOfNarrowModesFarApart() {
    Mixture mixture =
        new Mixture(
            new float[] {0.25f, 0.5f, 0.25f},
            new double[] {-1e4, 0, 1e4},
            new double[] {0.01, 0.02, 100},
            OutputTransform.IDENTITY);
    for (int percent = 1; percent < 100; percent++) {
      double level = percent / 100.0;
      assertThat(mixture.cdf(0, mixture.quantile(0, level))).isCloseTo(level, within(1e-9));
    }
    assertThat(mixture.quantile(0, 0.2)).isBetween(-1e4 - 1, -1e4 + 1);
    assertThat(mixture.quantile(0, 0.7)).isBetween(0.0, 1.0);
    assertThat(mixture.quantile(0, 1e-12)).isCloseTo(-1e4, within(0.1));
    assertThat(mixture.quantile(0, 1 - 1e-12)).isBetween(1e4 + 600, 1e4 + 800);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
  void shouldRefuseLevelsThatAreNone(double level) {
    Mixture mixture = mixture(2, 1, OutputTransform.IDENTITY, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mixture.quantile(0, level))
        .withMessageContaining("level");
  }

  private static Mixture mixture(int experts, int dy, OutputTransform transform, long seed) {
    UniformRandomProvider random = RandomStream.of(seed, experts, dy);
    float[] weights = new float[experts];
    double total = 0;
    for (int l = 0; l < experts; l++) {
      weights[l] = 0.05f + random.nextFloat();
      total += weights[l];
    }
    for (int l = 0; l < experts; l++) {
      weights[l] = (float) (weights[l] / total);
    }
    return new Mixture(
        weights,
        random.doubles((long) experts * dy, -2, 2).toArray(),
        random.doubles((long) experts * dy, 0.1, 0.6).toArray(),
        transform);
  }

  /** Of {@code f} times the density, by Simpson's rule in the space of the transform. */
  private static double integral(Mixture mixture, double upTo, DoubleUnaryOperator f) {
    double width = (upTo + FAR) / CELLS;
    double sum = 0;
    for (int i = 0; i <= CELLS; i++) {
      double v = -FAR + i * width;
      double y = mixture.transform().inverse(v);
      sum += simpson(i, CELLS) * f.applyAsDouble(y) * mixture.density(y) * stretch(mixture, v);
    }
    return sum * width / 3;
  }

  /** Of the joint density, by Simpson's rule in both dimensions of the transform's space. */
  private static double volume(Mixture mixture, double upTo0, double upTo1) {
    int cells = 400;
    double low = -6;
    double width0 = (Math.min(upTo0, 6) - low) / cells;
    double width1 = (Math.min(upTo1, 6) - low) / cells;
    double sum = 0;
    for (int i = 0; i <= cells; i++) {
      double v0 = low + i * width0;
      double y0 = mixture.transform().inverse(v0);
      double factor0 = simpson(i, cells) * stretch(mixture, v0);
      for (int k = 0; k <= cells; k++) {
        double v1 = low + k * width1;
        double y1 = mixture.transform().inverse(v1);
        sum += factor0 * simpson(k, cells) * stretch(mixture, v1) * mixture.density(y0, y1);
      }
    }
    return sum * width0 * width1 / 9;
  }

  /** The weight of point {@code i} of {@code 0..cells}, an even number, in thirds of a cell. */
  private static int simpson(int i, int cells) {
    return i == 0 || i == cells ? 1 : i % 2 == 0 ? 2 : 4;
  }

  /** How much the user's units stretch one of the transform's. */
  private static double stretch(Mixture mixture, double v) {
    return mixture.transform() == OutputTransform.LOG1P ? Math.exp(v) : 1;
  }

  /** Dimension {@code j} of draws {@code [draws, 2]}. */
  private static double[] column(double[] draws, int j) {
    return IntStream.range(0, draws.length / 2).mapToDouble(i -> draws[2 * i + j]).toArray();
  }

  private static double shareBelow(double[] draws, double bound) {
    return (double) Arrays.stream(draws).filter(value -> value < bound).count() / draws.length;
  }
}

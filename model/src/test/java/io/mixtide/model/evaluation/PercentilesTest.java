package io.mixtide.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentilesTest {
  private static final Percentiles PERCENTILES =
      new Percentiles(
          new int[] {1, 4, 8},
          new double[] {0, 50, 90, 100},
          Map.of(Score.NOVELTY, new double[][] {{0, 1, 2, 3}, {10, 20, 30, 40}, {-5, -5, 0, 7}}));

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0",
    "1, 50, 1",
    "1, 100, 3",
    "1, 25, 0.5",
    "1, 70, 1.5",
    "3, 50, 1",
    "4, 50, 20",
    "7, 95, 35",
    "8, 90, 0",
    "100000, 90, 0",
    "0, 50, 1",
    "8, 25, -5"
  })
  void shouldInterpolateAtTheLargestKeptSizeNotAbove(
      int contextSize, double percentile, double value) {
    assertThat(PERCENTILES.at(Score.NOVELTY, contextSize, percentile))
        .isCloseTo(value, within(1e-12));
  }

  @Property(tries = 200)
  void shouldGrowWithThePercentile(
      @ForAll @IntRange(min = 1, max = 20) int contextSize,
      @ForAll @DoubleRange(min = 0, max = 100) double one,
      @ForAll @DoubleRange(min = 0, max = 100) double other) {
    double low = Math.min(one, other);
    double high = Math.max(one, other);
    assertThat(PERCENTILES.at(Score.NOVELTY, contextSize, low))
        .isLessThanOrEqualTo(PERCENTILES.at(Score.NOVELTY, contextSize, high));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 100.1, Double.NaN})
  void shouldRefuseWhatIsNoPercentile(double percentile) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PERCENTILES.at(Score.NOVELTY, 1, percentile))
        .withMessageContaining("[0, 100]");
  }

  @Test
  void shouldRefuseAScoreThatIsNotKept() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PERCENTILES.at(Score.TOTAL_ENTROPY, 1, 50))
        .withMessageContaining("TOTAL_ENTROPY");
  }

  @Test
  void shouldRefuseTablesThatDoNotFit() {
    double[] levels = {0, 100};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Percentiles(new int[] {}, levels, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Percentiles(new int[] {2, 1}, levels, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Percentiles(new int[] {1}, new double[] {0, 99}, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Percentiles(new int[] {1}, levels, Map.of(Score.NOVELTY, new double[][] {{1}})));
  }

  @Property(tries = 200)
  void shouldRankAValueWhereItIsItsPercentile(
      @ForAll @IntRange(min = 1, max = 20) int contextSize,
      @ForAll @DoubleRange(min = 0, max = 100) double percentile) {
    double value = PERCENTILES.at(Score.NOVELTY, contextSize, percentile);

    double rank = PERCENTILES.rank(Score.NOVELTY, contextSize, value);

    // Where two levels have one value, the higher level is its rank.
    assertThat(PERCENTILES.at(Score.NOVELTY, contextSize, 100 * rank))
        .isCloseTo(value, within(1e-9));
    assertThat(100 * rank).isGreaterThanOrEqualTo(percentile - 1e-9);
  }

  @Test
  void shouldRankWhatLiesOutside() {
    assertThat(PERCENTILES.rank(Score.NOVELTY, 4, 9.9)).isZero();
    assertThat(PERCENTILES.rank(Score.NOVELTY, 4, 40)).isOne();
    assertThat(PERCENTILES.rank(Score.NOVELTY, 4, 1e9)).isOne();
  }

  @Test
  void shouldSayWhichContextSizesAreKept() {
    assertThat(PERCENTILES.keeps(4)).isTrue();
    assertThat(PERCENTILES.keeps(5)).isFalse();
  }
}

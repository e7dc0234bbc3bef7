package io.mixtide.benchmark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.rng.sampling.ArraySampler;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final double TINY = 1e-12;

  /**
   * By hand: cells 2, 1, 1, 2 of 6, rows 3 and 3, columns 3 and 3. Pairs: 2 in common, 6 in each,
   * 15 in all, so ARI = (2 - 36/15) / (6 - 36/15) = -1/9. Entropies: ln 2 each, joint -(2/3)
   * ln(1/3) - (1/3) ln(1/6) = ln 3 + ln(2)/3, so NMI = (2 ln 2 - ln 3 - ln(2)/3) / ln 2.
   */
  @Test
  void shouldMatchAHandComputedExample() {
    Agreement agreement = Agreement.of(new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 0, 1, 0, 1, 1});

    assertThat(agreement.ari()).isCloseTo(-1.0 / 9, within(TINY));
    assertThat(agreement.nmi())
        .isCloseTo(5.0 / 3 - Math.log(3) / Math.log(2), within(TINY))
        .isCloseTo(0.0817041659, within(1e-9));
  }

  /** By hand, with parts of unequal number: ARI = (1 - 2/6) / (3/2 - 2/6) = 4/7. */
  @Test
  void shouldMatchAHandComputedExampleOfUnequalNumbers() {
    Agreement agreement = Agreement.of(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 2});

    assertThat(agreement.ari()).isCloseTo(4.0 / 7, within(TINY));
    assertThat(agreement.nmi()).isCloseTo(0.8, within(TINY));
  }

  @Property(tries = 300)
  void shouldNotDependOnTheNamesOfPartsNorOnTheOrderOfPartitions(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 24) Integer> cells, @ForAll long seed) {
    int[] one = cells.stream().mapToInt(cell -> cell / 5).toArray();
    int[] other = cells.stream().mapToInt(cell -> cell % 5).toArray();
    int[] renamed = renamed(other, seed);
    Agreement agreement = Agreement.of(one, other);

    assertClose(Agreement.of(one, renamed), agreement);
    assertClose(Agreement.of(other, one), agreement);
    assertClose(Agreement.of(other, renamed), new Agreement(1, 1));
    assertThat(agreement.nmi()).isBetween(0.0, 1.0);
    assertThat(agreement.ari()).isBetween(-1.0, 1.0);
  }

  @Test
  void shouldBeAboutZeroForShuffledLabels() {
    int[] truth = new int[4000];
    Arrays.setAll(truth, i -> i % 4);
    int[] shuffled = truth.clone();
    ArraySampler.shuffle(RandomStream.of(3), shuffled);

    Agreement agreement = Agreement.of(truth, shuffled);
    assertThat(agreement.nmi()).isBetween(0.0, 0.01);
    assertThat(agreement.ari()).isCloseTo(0, within(0.01));
  }

  @Test
  void shouldHaveValuesForTrivialPartitions() {
    int[] single = new int[5];
    int[] apart = {0, 1, 2, 3, 4};

    assertThat(Agreement.of(single, single)).isEqualTo(new Agreement(1, 1));
    assertThat(Agreement.of(apart, apart)).isEqualTo(new Agreement(1, 1));
    assertThat(Agreement.of(single, apart)).isEqualTo(new Agreement(0, 0));
    assertThat(Agreement.of(new int[1], new int[1])).isEqualTo(new Agreement(1, 1));
  }

  @Test
  void shouldRefuseUnequalLengths() {
    assertThatIllegalArgumentException().isThrownBy(() -> Agreement.of(new int[2], new int[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> Agreement.of(new int[0], new int[0]));
  }

  /** The same partition with its parts' names permuted. */
  private static int[] renamed(int[] parts, long seed) {
    int[] names = {0, 1, 2, 3, 4};
    ArraySampler.shuffle(RandomStream.of(seed), names);
    return Arrays.stream(parts).map(part -> names[part]).toArray();
  }

  private static void assertClose(Agreement actual, Agreement expected) {
    assertThat(actual.nmi()).isCloseTo(expected.nmi(), within(TINY));
    assertThat(actual.ari()).isCloseTo(expected.ari(), within(TINY));
  }
}

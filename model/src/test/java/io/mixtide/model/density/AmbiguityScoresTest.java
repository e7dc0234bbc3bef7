package io.mixtide.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.random.RandomStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;
import org.junit.jupiter.api.Test;

class AmbiguityScoresTest {

  @Property
  void shouldSplitTheEntropyOfTheMean(
      @ForAll @IntRange(min = 1, max = 16) int experts, @ForAll long seed) {
    float[] alpha = TestModels.concentration(experts, 0.05, 1000, seed);
    AmbiguityScores scores = AmbiguityScores.of(alpha);
    assertThat(scores.mutualInformation()).isBetween(0.0, scores.totalEntropy() + 1e-12);
    assertThat(scores.totalEntropy()).isBetween(-1e-12, Math.log(alpha.length) + 1e-9);
    assertThat(scores.mutualInformation() + scores.expectedEntropy())
        .isCloseTo(scores.totalEntropy(), within(1e-9));
    double entropy = dirichletEntropy(alpha);
    assertThat(scores.dirichletEntropy())
        .isCloseTo(entropy, within(1e-10 * (1 + Math.abs(entropy))));
  }

  @Test
  void shouldGiveTheEntropyOfHundredsOfExperts() {
    float[] alpha = TestModels.concentration(500, 0.001, 0.1, 1);
    double entropy = dirichletEntropy(alpha);
    assertThat(AmbiguityScores.of(alpha).dirichletEntropy())
        .isCloseTo(entropy, within(1e-10 * (1 + Math.abs(entropy))));
  }

  @Test
  void shouldGiveTheExpectedEntropyOfDraws() {
    float[] alpha = {0.3f, 1, 4};
    int draws = 20_000;
    float[] logWeights = new float[3 * draws];
    Dirichlet.sample(alpha, draws, RandomStream.of(1), logWeights);
    double expected = 0;
    for (float log : logWeights) {
      expected -= Math.exp(log) * log / draws;
    }
    assertThat(AmbiguityScores.of(alpha).expectedEntropy()).isCloseTo(expected, within(0.01));
  }

  @Test
  void shouldSeeTrueMixingInAHugeUniformConcentration() {
    float[] alpha = new float[8];
    Arrays.fill(alpha, 1e6f);
    AmbiguityScores scores = AmbiguityScores.of(alpha);
    assertThat(scores.totalEntropy()).isCloseTo(Math.log(8), within(1e-9));
    assertThat(scores.mutualInformation()).isCloseTo(0, within(1e-5));
  }

  @Test
  void shouldSeeIgnoranceInATinyUniformConcentration() {
    float[] alpha = new float[8];
    Arrays.fill(alpha, 0.001f);
    AmbiguityScores scores = AmbiguityScores.of(alpha);
    assertThat(scores.mutualInformation()).isCloseTo(Math.log(8), within(0.03));
  }

  @Test
  void shouldSeeNoAmbiguityWhereOneExpertHoldsAll() {
    AmbiguityScores scores = AmbiguityScores.of(new float[] {0.001f, 1e5f, 0.001f});
    assertThat(scores.totalEntropy()).isCloseTo(0, within(1e-5));
    assertThat(scores.mutualInformation()).isCloseTo(0, within(1e-5));
  }

  private static double dirichletEntropy(float[] alpha) {
    double total = Dirichlet.total(alpha);
    double entropy = -LogGamma.value(total) + (total - alpha.length) * Digamma.value(total);
    for (float a : alpha) {
      entropy += LogGamma.value(a) - (a - 1.0) * Digamma.value(a);
    }
    return entropy;
  }
}

package io.mixtide.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mixtide.model.TestModels;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.random.RandomStream;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirichletTest {
  private static final int DRAWS = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16})
  void shouldBeUniformWhereAllConcentrationsAreOne(int experts) {
    float[] alpha = new float[experts];
    Arrays.fill(alpha, 1);
    double logFactorial = 0;
    for (int i = 2; i < experts; i++) {
      logFactorial += Math.log(i);
    }
    assertThat(entropy(alpha)).isCloseTo(-logFactorial, within(1e-10));
    float[] point = new float[experts];
    Arrays.fill(point, (float) -Math.log(experts));
    assertThat(Dirichlet.logDensity(alpha, point)).isCloseTo(logFactorial, within(1e-10));
  }

  @Test
  void shouldGiveTheDensityAndEntropyOfABetaDistribution() {
    // Beta(2, 3): p(z) = 12 z (1 − z)².
    float[] alpha = {2, 3};
    int cells = 200_000;
    double entropy = 0;
    for (int i = 0; i < cells; i++) {
      double z = (i + 0.5) / cells;
      double density = 12 * z * (1 - z) * (1 - z);
      entropy -= density * Math.log(density) / cells;
    }
    assertThat(entropy(alpha)).isCloseTo(entropy, within(1e-8));
    float[] logWeights = {(float) Math.log(0.3), (float) Math.log(0.7)};
    assertThat(Dirichlet.logDensity(alpha, logWeights))
        .isCloseTo(Math.log(12 * 0.3 * 0.7 * 0.7), within(1e-6));
  }

  @Property(tries = 30, seed = "1") // Monte Carlo: other seeds may be unlucky
  void shouldDrawPointsOfTheSimplexWithTheRightMoments(
      @ForAll @IntRange(min = 2, max = 6) int experts, @ForAll long seed) {
    float[] alpha = TestModels.concentration(experts, 0.05, 50, seed);
    float[] logWeights = new float[DRAWS * experts];
    Dirichlet.sample(alpha, DRAWS, RandomStream.of(seed), logWeights);
    double[] mean = new double[experts];
    for (int b = 0; b < DRAWS; b++) {
      double sum = 0;
      for (int l = 0; l < experts; l++) {
        float log = logWeights[b * experts + l];
        assertThat(log).isBetween(Dirichlet.MIN_LOG_WEIGHT, 1e-6f);
        sum += Math.exp(log);
        mean[l] += Math.exp(log) / DRAWS;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
    double total = Dirichlet.total(alpha);
    for (int l = 0; l < experts; l++) {
      double m = alpha[l] / total;
      double standardError = Math.sqrt(m * (1 - m) / (total + 1) / DRAWS);
      assertThat(mean[l]).isCloseTo(m, within(5 * standardError + 1e-6));
    }
  }

  @Test
  void shouldMatchTheEntropyByItsOwnDraws() {
    float[] alpha = {0.4f, 2.5f, 7};
    float[] logWeights = new float[DRAWS * 3];
    Dirichlet.sample(alpha, DRAWS, RandomStream.of(3), logWeights);
    double entropy = 0;
    for (int b = 0; b < DRAWS; b++) {
      float[] point = Arrays.copyOfRange(logWeights, 3 * b, 3 * b + 3);
      entropy -= Dirichlet.logDensity(alpha, point) / DRAWS;
    }
    assertThat(entropy).isCloseTo(entropy(alpha), within(0.05));
  }

  @Test
  void shouldDrawFromTinyConcentrations() {
    float[] alpha = new float[16];
    Arrays.fill(alpha, 0.05f);
    float[] logWeights = new float[1000 * 16];
    Dirichlet.sample(alpha, 1000, RandomStream.of(1), logWeights);
    for (float log : logWeights) {
      assertThat(log).isBetween(Dirichlet.MIN_LOG_WEIGHT, 1e-6f);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, 0, -1, Float.POSITIVE_INFINITY})
  void shouldRefuseAtOnceWhatIsNoConcentration(float wrong) {
    float[] alpha = {1, wrong, 1};
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> Dirichlet.sample(alpha, 4, RandomStream.of(1), new float[12]))
                .withMessageContaining("concentration"));
  }

  @Test
  void shouldDrawTheSameFromTheSameSeed() {
    assertThat(draws(1)).isEqualTo(draws(1)).isNotEqualTo(draws(2));
  }

  @Test
  void shouldDrawTheSameOnAnyKernels() {
    float[] logWeights = new float[30];
    Dirichlet.sample(
        Kernels.of("vector"), new float[] {0.3f, 2, 5}, 10, RandomStream.of(1), logWeights);
    assertThat(logWeights).isEqualTo(draws(1));
  }

  private static double entropy(float[] alpha) {
    return AmbiguityScores.of(alpha).dirichletEntropy();
  }

  private static float[] draws(long seed) {
    float[] logWeights = new float[30];
    Dirichlet.sample(new float[] {0.3f, 2, 5}, 10, RandomStream.of(seed), logWeights);
    return logWeights;
  }
}

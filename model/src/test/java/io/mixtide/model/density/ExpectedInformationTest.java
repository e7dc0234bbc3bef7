package io.mixtide.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExpectedInformationTest {
  private static final float[] VAGUE = {0.5f, 0.5f};

  @Property(tries = 100)
  void shouldBeNothingWhereExpertsAgree(
      @ForAll @IntRange(min = 1, max = 8) int experts, @ForAll long seed) {
    float[] alpha = TestModels.concentration(experts, 0.05, 50, seed);
    double[] means = new double[alpha.length];
    double[] sigmas = new double[alpha.length];
    Arrays.fill(sigmas, 0.3);
    Mixture mixture = new Mixture(new float[alpha.length], means, sigmas, OutputTransform.IDENTITY);
    assertThat(new ExpectedInformation(alpha, seed).at(mixture)).isCloseTo(0, within(1e-6));
  }

  @Property(tries = 100)
  void shouldNeverExceedWhatThereIsToKnow(
      @ForAll @IntRange(min = 2, max = 8) int experts, @ForAll long seed) {
    float[] alpha = TestModels.concentration(experts, 0.05, 50, seed);
    double[] means = new double[alpha.length];
    double[] sigmas = new double[alpha.length];
    for (int l = 0; l < alpha.length; l++) {
      means[l] = l;
      sigmas[l] = 0.5;
    }
    Mixture mixture = new Mixture(new float[alpha.length], means, sigmas, OutputTransform.IDENTITY);
    assertThat(new ExpectedInformation(alpha, seed).at(mixture))
        .isBetween(0.0, Math.log(alpha.length) + 1e-9);
  }

  @Test
  void shouldGrowAsExpertsMoveApart() {
    ExpectedInformation information = new ExpectedInformation(VAGUE, 1);
    double near = information.at(apart(0.1));
    double middle = information.at(apart(1));
    double far = information.at(apart(10));
    assertThat(near).isLessThan(middle);
    assertThat(middle).isLessThan(far);
    assertThat(far).isBetween(0.1, Math.log(2));
  }

  @Test
  void shouldApproachTheMutualInformationOfExpertsFarApart() {
    float[] alpha = {0.7f, 1.2f};
    double information = 0;
    for (int seed = 0; seed < 50; seed++) {
      information += new ExpectedInformation(alpha, seed).at(apart(100)) / 50;
    }
    assertThat(information).isCloseTo(AmbiguityScores.of(alpha).mutualInformation(), within(0.02));
  }

  @Test
  void shouldVanishOnceTheWeightsAreKnown() {
    assertThat(new ExpectedInformation(new float[] {1e5f, 1e5f}, 1).at(apart(10)))
        .isCloseTo(0, within(1e-4));
  }

  @Test
  void shouldRepeatItself() {
    assertThat(new ExpectedInformation(VAGUE, 1).at(apart(1)))
        .isEqualTo(new ExpectedInformation(VAGUE, 1).at(apart(1)))
        .isNotEqualTo(new ExpectedInformation(VAGUE, 2).at(apart(1)));
  }

  private static Mixture apart(double distance) {
    return new Mixture(
        new float[] {0.5f, 0.5f},
        new double[] {-distance / 2, distance / 2},
        new double[] {0.3, 0.4},
        OutputTransform.IDENTITY);
  }
}

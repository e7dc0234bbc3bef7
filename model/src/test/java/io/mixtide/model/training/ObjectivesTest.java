package io.mixtide.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.density.ParticleLikelihood;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.random.RandomStream;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;

/** The objectives without particles. */
class ObjectivesTest {
  private static final float H = 0.01f;
  private static final double TOLERANCE = 2e-3;
  private static final Kernels KERNELS = new VectorKernels();
  private static final EStep.Particles NONE =
      (alpha, logZ) -> {
        throw new AssertionError("draws no particles");
      };

  /** One random task. */
  private static final class Case {
    final int n;
    final float[] logDensity;
    final float[] alpha;
    final float[] t;
    final float[] alphaGradient;
    final EStep step;

    Case(int n, int experts, boolean variational, long seed) {
      this(n, experts, variational, 0.3, seed);
    }

    Case(int n, int experts, boolean variational, double least, long seed) {
      this.n = n;
      UniformRandomProvider random = RandomStream.of(seed, 1);
      logDensity = new float[n * experts];
      for (int i = 0; i < logDensity.length; i++) {
        logDensity[i] = (float) random.nextDouble(-4, 1);
      }
      alpha = TestModels.concentration(experts, least, 5, seed);
      t = new float[n * experts];
      alphaGradient = new float[experts];
      step =
          variational
              ? new VariationalStep(KERNELS, experts, n)
              : new ClosedFormStep(KERNELS, experts, n);
      loss();
    }

    double loss() {
      step.run(n, logDensity, 0, alpha, NONE, 1, t, alphaGradient);
      return step.loss();
    }
  }

  @Property(tries = 60)
  void shouldDifferentiateTheLoss(
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll @IntRange(min = 1, max = 6) int experts,
      @ForAll boolean variational,
      @ForAll long seed) {
    // Below a concentration of one the mean-field bound may have several optima, and the two ends
    // of
    // a difference may climb to different ones: there is no slope to compare with.
    Case task = new Case(n, experts, variational, variational ? 1 : 0.3, seed);
    float[] t = task.t.clone();
    float[] gradient = task.alphaGradient.clone();
    for (int i = 0; i < t.length; i++) {
      double slope = slope(task.logDensity, i, task::loss);
      assertThat((double) -t[i]).isCloseTo(slope, within(TOLERANCE));
    }
    for (int l = 0; l < experts; l++) {
      double slope = slope(task.alpha, l, task::loss);
      assertThat((double) gradient[l]).isCloseTo(slope, within(TOLERANCE * (1 + Math.abs(slope))));
    }
  }

  @Property(tries = 20)
  void shouldBoundTheLikelihoodFromBelow(
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll @IntRange(min = 1, max = 4) int experts,
      @ForAll long seed) {
    Case task = new Case(n, experts, true, seed);
    int draws = 20_000;
    float[] logZ = new float[draws * experts];
    Dirichlet.sample(task.alpha, draws, RandomStream.of(seed, 2), logZ);
    ParticleLikelihood likelihood = new ParticleLikelihood(KERNELS, experts, draws, n);
    likelihood.evaluate(n, task.logDensity, 0, logZ);
    double bound = task.step.joint();
    assertThat(bound).isLessThan(likelihood.joint() + 0.03);
    if (n == 1) {
      // One target tells its expert or does not: the mean field loses little, and with one expert
      // nothing.
      assertThat(bound).isGreaterThan(likelihood.joint() - (experts == 1 ? 1e-4 : 1.5));
    }
    if (experts == 1) {
      assertThat(bound).isCloseTo(likelihood.joint(), within(1e-4));
    }
  }

  @Property(tries = 40)
  void shouldShareOutEveryTarget(
      @ForAll @IntRange(min = 1, max = 40) int n, @ForAll boolean variational, @ForAll long seed) {
    Case task = new Case(n, 5, variational, seed);
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int l = 0; l < 5; l++) {
        sum += task.t[i * 5 + l];
      }
      assertThat(sum).isCloseTo(1.0 / n, within(1e-5));
    }
  }

  @Property(tries = 20)
  void shouldStayFiniteWhereNoExpertExplainsATarget(
      @ForAll boolean variational, @ForAll long seed) {
    Case task = new Case(3, 4, variational, seed);
    Arrays.fill(task.logDensity, -1e12f);
    task.logDensity[0] = 5;
    assertThat(task.loss()).isFinite();
    for (float[] values : new float[][] {task.t, task.alphaGradient}) {
      for (float value : values) {
        assertThat(value).isFinite();
      }
    }
  }

  /** Central difference. */
  private static double slope(float[] values, int i, DoubleSupplier f) {
    float kept = values[i];
    values[i] = kept + H;
    double above = f.getAsDouble();
    double width = values[i];
    values[i] = kept - H;
    double below = f.getAsDouble();
    width -= values[i];
    values[i] = kept;
    return (above - below) / width;
  }
}

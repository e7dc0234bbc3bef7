package io.mixtide.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.random.RandomStream;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class EmStepTest {
  private static final float H = 0.01f;
  private static final double TOLERANCE = 1e-3;
  private static final int OFFSET = 3;

  /** One random task with its particles. */
  private static final class Case {
    final int n;
    final double auxiliary;
    final float[] logDensity;
    final float[] alpha;
    final float[] logZ;
    final float[] t;
    final float[] alphaGradient;
    final EmStep step;

    Case(int n, int experts, int particles, double auxiliary, long seed) {
      this.n = n;
      this.auxiliary = auxiliary;
      UniformRandomProvider random = RandomStream.of(seed, 1);
      logDensity = new float[OFFSET + n * experts];
      for (int i = 0; i < logDensity.length; i++) {
        logDensity[i] = (float) random.nextDouble(-4, 1);
      }
      alpha = TestModels.concentration(experts, 0.3, 5, seed);
      logZ = new float[particles * experts];
      Dirichlet.sample(alpha, particles, random, logZ);
      t = new float[OFFSET + n * experts];
      alphaGradient = new float[experts];
      step = new EmStep(new VectorKernels(), experts, particles, n, auxiliary);
      run(1);
    }

    void run(double scale) {
      step.run(
          n,
          logDensity,
          OFFSET,
          alpha,
          (a, z) -> System.arraycopy(logZ, 0, z, 0, z.length),
          scale,
          t,
          alphaGradient);
    }

    /** What the M-step descends, through the experts: it is the loss with free weights. */
    double negativeLikelihood() {
      run(1);
      return -step.joint() - auxiliary * step.marginal();
    }

    double loss() {
      run(1);
      return step.loss();
    }
  }

  @Property(tries = 40)
  void shouldDifferentiateByTheLogDensities(
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll @IntRange(min = 1, max = 6) int experts,
      @ForAll @IntRange(max = 1) int auxiliary,
      @ForAll long seed) {
    Case task = new Case(n, experts, 8, auxiliary, seed);
    float[] t = task.t.clone();
    for (int i = OFFSET; i < t.length; i++) {
      double slope = slope(task.logDensity, i, task::negativeLikelihood);
      assertThat((double) -t[i]).isCloseTo(slope, within(TOLERANCE));
    }
  }

  @Property(tries = 40)
  void shouldDifferentiateByTheConcentration(
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll @IntRange(min = 1, max = 6) int experts,
      @ForAll @IntRange(max = 1) int auxiliary,
      @ForAll long seed) {
    Case task = new Case(n, experts, 8, auxiliary, seed);
    float[] gradient = task.alphaGradient.clone();
    for (int l = 0; l < experts; l++) {
      double slope = slope(task.alpha, l, task::loss);
      assertThat((double) gradient[l]).isCloseTo(slope, within(TOLERANCE * (1 + Math.abs(slope))));
    }
  }

  @Property(tries = 100)
  void shouldWeighItsParticles(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 6) int experts,
      @ForAll @IntRange(min = 2, max = 32) int particles,
      @ForAll long seed) {
    Case task = new Case(n, experts, particles, 1, seed);
    double sum = 0;
    for (float weight : task.step.weights()) {
      assertThat(weight).isBetween(0f, 1f);
      sum += weight;
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    assertThat(task.step.ess()).isBetween(1 - 1e-9, particles + 1e-9);
  }

  @Property(tries = 40)
  void shouldShareOutEveryTarget(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
    Case task = new Case(n, 5, 16, 1, seed);
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int l = 0; l < 5; l++) {
        sum += task.t[OFFSET + i * 5 + l];
      }
      // One share of the particles' responsibilities and one of the auxiliary term's.
      assertThat(sum).isCloseTo(2.0 / n, within(1e-5));
    }
  }

  @Test
  void shouldScaleItsGradients() {
    Case task = new Case(4, 3, 8, 1, 1);
    float[] t = task.t.clone();
    float[] alphaGradient = task.alphaGradient.clone();
    task.run(0.25);
    for (int i = OFFSET; i < t.length; i++) {
      assertThat(task.t[i]).isCloseTo(0.25f * t[i], within(1e-6f));
    }
    for (int l = 0; l < 3; l++) {
      assertThat(task.alphaGradient[l]).isCloseTo(0.25f * alphaGradient[l], within(1e-6f));
    }
  }

  @Test
  void shouldStayFiniteWhereNoExpertExplainsATarget() {
    Case task = new Case(3, 4, 8, 1, 1);
    Arrays.fill(task.logDensity, -1e12f);
    task.logDensity[OFFSET] = 5;
    task.run(1);
    assertThat(task.step.loss()).isFinite();
    for (float value : task.t) {
      assertThat(value).isFinite();
    }
    for (float value : task.alphaGradient) {
      assertThat(value).isFinite();
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

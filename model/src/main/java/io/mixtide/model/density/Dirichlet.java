package io.mixtide.model.density;

import io.mixtide.model.kernel.FloatMath;
import io.mixtide.model.kernel.Kernels;
import java.util.Arrays;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/** The Dirichlet distribution over the simplex of experts, by its concentration {@code alpha}. */
public final class Dirichlet {
  /** Log weights below this count as this: e^−40 is nothing beside any float weight. */
  public static final float MIN_LOG_WEIGHT = -40f;

  private static final Kernels SCALAR = Kernels.of("scalar");

  private Dirichlet() {}

  /** {@code alpha_0}, the sum of the concentration. */
  public static double total(float[] alpha) {
    double total = 0;
    for (float a : alpha) {
      total += a;
    }
    return total;
  }

  /** Whether every entry is a positive, finite number. */
  public static boolean isConcentration(float[] alpha) {
    for (float a : alpha) {
      if (!(a > 0) || Float.isInfinite(a)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Log density at a point given by its log weights {@code [experts]}, which must be those of a
   * point of the simplex.
   */
  public static double logDensity(float[] alpha, float[] logWeights) {
    double sum = LogGamma.value(total(alpha));
    for (int l = 0; l < alpha.length; l++) {
      sum += (alpha[l] - 1.0) * logWeights[l] - LogGamma.value(alpha[l]);
    }
    return sum;
  }

  /**
   * Draws from the Dirichlet, as log weights. A gamma of shape a is drawn as one of shape a + 1
   * times U^(1/a), in logs, so that small concentrations do not underflow.
   *
   * @param logWeights receives {@code [draws, experts]}, each at least {@link #MIN_LOG_WEIGHT}
   * @throws IllegalArgumentException if alpha is no {@link #isConcentration concentration}: on NaN
   *     the rejection sampler would never end
   */
  public static void sample(
      float[] alpha, int draws, UniformRandomProvider random, float[] logWeights) {
    sample(SCALAR, alpha, draws, random, logWeights);
  }

  /** As above, to the same bits, on the given kernels: for draws by the thousand. */
  public static void sample(
      Kernels kernels, float[] alpha, int draws, UniformRandomProvider random, float[] logWeights) {
    if (!isConcentration(alpha)) {
      throw new IllegalArgumentException(
          "a concentration must be positive and finite, not " + Arrays.toString(alpha));
    }
    int experts = alpha.length;
    float[] power = new float[experts * draws];
    float[] gamma = new float[experts * draws];
    for (int l = 0; l < experts; l++) {
      var sampler = AhrensDieterMarsagliaTsangGammaSampler.of(random, alpha[l] + 1.0, 1);
      for (int b = 0; b < draws; b++) {
        // 1 − U lies in (0, 1], so its log is finite.
        power[l * draws + b] = 1 - random.nextFloat();
        gamma[l * draws + b] = (float) sampler.sample();
      }
    }
    kernels.log(power, 0, power, 0, power.length);
    kernels.log(gamma, 0, gamma, 0, gamma.length);
    for (int l = 0; l < experts; l++) {
      for (int b = 0; b < draws; b++) {
        int drawn = l * draws + b;
        logWeights[b * experts + l] = gamma[drawn] + power[drawn] / alpha[l];
      }
    }
    normalise(kernels, draws, experts, logWeights, gamma);
  }

  /** Normalises {@code [draws, experts]}; {@code scratch} is as large. */
  private static void normalise(
      Kernels kernels, int draws, int experts, float[] logWeights, float[] scratch) {
    float[] max = new float[draws];
    for (int b = 0; b < draws; b++) {
      int at = b * experts;
      max[b] = kernels.max(logWeights, at, experts);
      for (int l = 0; l < experts; l++) {
        scratch[at + l] = logWeights[at + l] - max[b];
      }
    }
    kernels.exp(scratch, 0, scratch, 0, draws * experts);
    for (int b = 0; b < draws; b++) {
      int at = b * experts;
      float sum = 0f;
      for (int l = 0; l < experts; l++) {
        sum += scratch[at + l];
      }
      float log = max[b] + FloatMath.log(sum);
      for (int l = 0; l < experts; l++) {
        logWeights[at + l] = Math.max(MIN_LOG_WEIGHT, logWeights[at + l] - log);
      }
    }
  }
}

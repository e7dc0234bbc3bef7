package io.mixtide.model.inference;

import io.mixtide.model.kernel.FloatMath;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;

/** The log density of a mixture of experts. Holds scratch space: one instance serves one thread. */
final class MixtureScore {
  private final Kernels kernels;
  private final int experts;

  /** The experts' densities as parts of the greatest. */
  private final float[] parts;

  MixtureScore(Kernels kernels, int experts) {
    this.kernels = kernels;
    this.experts = experts;
    parts = new float[experts];
  }

  /**
   * {@code ln sum_l (alpha_l / alpha_0) p_l}, in nats; not finite where no expert has a density.
   *
   * @param alpha {@code [experts]}
   * @param logDensity {@code ln p_l}, {@code [experts]}
   */
  double of(float[] alpha, float[] logDensity) {
    float max = Softmax.relative(kernels, logDensity, 0, parts, 0, experts);
    float sum = 0f;
    float total = 0f;
    for (int l = 0; l < experts; l++) {
      sum += parts[l] * alpha[l];
      total += alpha[l];
    }
    return max + FloatMath.log(sum / total);
  }
}

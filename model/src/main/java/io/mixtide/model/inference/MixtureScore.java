package io.mixtide.model.inference;

import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.FloatMath;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;

/** The log density of a mixture of experts. Holds scratch space: one instance serves one thread. */
final class MixtureScore {
  private final Kernels kernels;
  private final int experts;
  private final float[] terms;

  MixtureScore(Kernels kernels, int experts) {
    this.kernels = kernels;
    this.experts = experts;
    terms = new float[experts];
  }

  /**
   * {@code ln sum_l (alpha_l / alpha_0) p_l}, in nats; not finite where no expert has a density.
   *
   * @param alpha {@code [experts]}
   * @param logDensity {@code ln p_l}, {@code [experts]}
   */
  double of(float[] alpha, float[] logDensity) {
    kernels.log(alpha, 0, terms, 0, experts);
    kernels.add(logDensity, 0, terms, experts);
    float max = Softmax.relative(kernels, terms, 0, terms, 0, experts);
    float sum = 0f;
    for (float term : terms) {
      sum += term;
    }
    return max + FloatMath.log(sum) - FloatMath.log((float) Dirichlet.total(alpha));
  }
}

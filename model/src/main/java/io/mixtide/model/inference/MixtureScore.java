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
   * @param logDensity {@code ln p_l}, {@code [experts]} from {@code offset}
   */
  double of(float[] alpha, float[] logDensity, int offset) {
    kernels.log(alpha, 0, terms, 0, experts);
    kernels.add(logDensity, offset, terms, experts);
    float joint = Softmax.apply(kernels, terms, 0, terms, 0, experts);
    return joint - FloatMath.log((float) Dirichlet.total(alpha));
  }
}

package io.mixtide.model.training;

import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.FloatMath;
import io.mixtide.model.kernel.Softmax;

/**
 * The log of the closed-form mixture, {@code (1/N) sum_i ln sum_l (alpha_l/alpha_0) p_il}, and its
 * gradients. With {@code Q} the normalised rows of {@code p ∘ alpha/alpha_0}, they are {@code Q/N}
 * at the log densities and {@code mean_i Q_il / alpha_l − 1/alpha_0} at the concentration. Holds
 * scratch space: one instance serves one thread.
 */
final class ClosedForm {
  private final int experts;
  private final float[] mean;
  private final float[] shares;

  ClosedForm(int experts) {
    this.experts = experts;
    mean = new float[experts];
    shares = new float[experts];
  }

  /**
   * Adds the gradients.
   *
   * @param e densities over their row's maximum, {@code [n, experts]}
   * @param rowMax log of the rows' maxima, {@code [n]}
   * @param scale factor of the gradients
   * @param t to which {@code scale} times the gradient is added, {@code [n, experts]} from {@code
   *     offset}
   * @param alphaGradient from which {@code scale} times the gradient is subtracted, {@code
   *     [experts]}
   * @return the log-likelihood, nats per target
   */
  double add(
      int n,
      float[] e,
      float[] rowMax,
      float[] alpha,
      double scale,
      float[] t,
      int offset,
      float[] alphaGradient) {
    float total = (float) Dirichlet.total(alpha);
    for (int l = 0; l < experts; l++) {
      mean[l] = alpha[l] / total;
      shares[l] = 0f;
    }
    float share = (float) (scale / n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float row = 0f;
      for (int l = 0; l < experts; l++) {
        row += e[i * experts + l] * mean[l];
      }
      sum += FloatMath.log(row) + rowMax[i];
      float inverse = 1f / row;
      for (int l = 0; l < experts; l++) {
        float q = e[i * experts + l] * mean[l] * inverse;
        int at = offset + i * experts + l;
        t[at] = Softmax.orNothing(t[at] + share * q);
        shares[l] += q;
      }
    }
    float factor = (float) scale;
    for (int l = 0; l < experts; l++) {
      alphaGradient[l] -= factor * (shares[l] / n / alpha[l] - 1f / total);
    }
    return sum / n;
  }
}

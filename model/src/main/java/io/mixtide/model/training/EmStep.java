package io.mixtide.model.training;

import io.mixtide.model.density.ParticleLikelihood;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import java.util.Arrays;

/**
 * One task's importance-weighted E-step and the gradients of its M-step.
 *
 * <p>Particles {@code z_b ~ Dir(alpha)} come from the current prior, which is the proposal too, so
 * their weights are the softmax of their likelihoods (Eq. 9 of Neural Mixture Density Processes).
 * With {@code E = exp(ln p − row maximum)}, {@code P = E Zᵀ}, {@code R = E ∘ ((w / P) Z)} and
 * {@code Q} the normalised rows of {@code E ∘ alpha/alpha_0}, the loss
 *
 * <pre>
 * −(1/N) sum_b [ w_b l_b + (w_b − 1/B) ln Dir(z_b; alpha) ] − rho · mean_i ln sum_l (alpha_l/alpha_0) p_il
 * </pre>
 *
 * has the gradients {@code dJ/d ln p = −(R + rho Q)/N} and {@code dJ/d alpha_l = −(1/N) sum_b (w_b
 * − 1/B) ln z_bl − rho (mean_i Q_il / alpha_l − 1/alpha_0)}. The auxiliary term keeps the closed
 * form good where few particles carry all weight. Holds scratch space: one instance serves one
 * thread.
 */
final class EmStep implements EStep {
  private final Kernels kernels;
  private final int experts;
  private final int particles;
  private final double auxiliary;
  private final ParticleLikelihood likelihood;
  private final float[] mixed;
  private final ClosedForm closedForm;
  private final float[] logZ;
  private final float[] weights;
  private double ess;
  private double marginal;
  private double loss;

  EmStep(Kernels kernels, int experts, int particles, int maxTargets, double auxiliary) {
    this.kernels = kernels;
    this.experts = experts;
    this.particles = particles;
    this.auxiliary = auxiliary;
    likelihood = new ParticleLikelihood(kernels, experts, particles, maxTargets);
    mixed = new float[maxTargets * experts];
    closedForm = new ClosedForm(experts);
    logZ = new float[particles * experts];
    weights = new float[particles];
  }

  @Override
  public double ess() {
    return ess;
  }

  @Override
  public double marginal() {
    return marginal;
  }

  @Override
  public double joint() {
    return likelihood.joint();
  }

  @Override
  public double loss() {
    return loss;
  }

  /** Weights of the last task's particles, {@code [particles]}. */
  float[] weights() {
    return weights;
  }

  @Override
  public void run(
      int n,
      float[] logDensity,
      int offset,
      float[] alpha,
      Particles from,
      double scale,
      float[] t,
      float[] alphaGradient) {
    from.draw(alpha, logZ);
    likelihood.evaluate(n, logDensity, offset, logZ);
    particleWeights();
    responsibilities(n, scale, t, offset);
    Arrays.fill(alphaGradient, 0, experts, 0f);
    marginal =
        closedForm.add(
            n,
            likelihood.e(),
            likelihood.rowMax(),
            alpha,
            scale * auxiliary,
            t,
            offset,
            alphaGradient);
    double priorTerm = 0;
    for (int b = 0; b < particles; b++) {
      double pull = weights[b] - 1.0 / particles;
      for (int l = 0; l < experts; l++) {
        alphaGradient[l] -= (float) (scale * pull * logZ[b * experts + l] / n);
      }
      priorTerm += weights[b] * likelihood.logLikelihood()[b];
    }
    loss = -priorTerm / n - priorPull(alpha) / n - auxiliary * marginal;
  }

  private double priorPull(float[] alpha) {
    // The normaliser cancels: the pulls sum to zero.
    double sum = 0;
    for (int b = 0; b < particles; b++) {
      double inner = 0;
      for (int l = 0; l < experts; l++) {
        inner += (alpha[l] - 1.0) * logZ[b * experts + l];
      }
      sum += (weights[b] - 1.0 / particles) * inner;
    }
    return sum;
  }

  private void particleWeights() {
    double[] logLikelihood = likelihood.logLikelihood();
    double max = Double.NEGATIVE_INFINITY;
    for (double value : logLikelihood) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : logLikelihood) {
      sum += StrictMath.exp(value - max);
    }
    double squares = 0;
    for (int b = 0; b < particles; b++) {
      double w = StrictMath.exp(logLikelihood[b] - max) / sum;
      weights[b] = Softmax.orNothing((float) w);
      squares += w * w;
    }
    ess = 1 / squares;
  }

  private void responsibilities(int n, double scale, float[] t, int offset) {
    float[] p = likelihood.p();
    for (int i = 0; i < n; i++) {
      for (int b = 0; b < particles; b++) {
        p[i * particles + b] = weights[b] / p[i * particles + b];
      }
    }
    Arrays.fill(mixed, 0, n * experts, 0f);
    kernels.addProduct(n, particles, experts, p, likelihood.z(), mixed);
    float factor = (float) (scale / n);
    for (int i = 0; i < n * experts; i++) {
      t[offset + i] = factor * likelihood.e()[i] * mixed[i];
    }
  }
}

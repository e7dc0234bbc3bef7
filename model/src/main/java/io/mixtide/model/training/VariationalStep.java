package io.mixtide.model.training;

import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import java.util.Arrays;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The objective {@link Objective#VARIATIONAL}: mean-field inference of which expert made each
 * target (responsibilities r) and of the task's weights, after Blei, Ng and Jordan, Latent
 * Dirichlet Allocation, 2003. With {@code R_l = sum_i r_il} and the best weights' posterior {@code
 * Dir(alpha + R)} put in, the bound on the log-likelihood of the N targets together is
 *
 * <pre>
 * sum_il r_il (ln p_il − ln r_il) + ln B(alpha + R) − ln B(alpha)
 * </pre>
 *
 * and is climbed by {@code r_il ∝ p_il e^psi(alpha_l + R_l)}. Where r is best the bound's gradients
 * are those with r held fixed: {@code r_il} at the log densities, and at the concentration {@code
 * psi(alpha_l + R_l) − psi(alpha_l) − psi(alpha_0 + N) + psi(alpha_0)}.
 */
final class VariationalStep implements EStep {
  private static final int MAX_ROUNDS = 100;
  private static final double CONVERGED = 1e-6;

  private final Kernels kernels;
  private final int experts;
  private final float[] e;
  private final float[] rowMax;
  private final double[] counts;
  private final double[] newCounts;
  private final double[] weights;
  private final ClosedForm closedForm;
  private final float[] unused;
  private final float[] unusedGradient;
  private double bound;
  private double marginal;

  VariationalStep(Kernels kernels, int experts, int maxTargets) {
    this.kernels = kernels;
    this.experts = experts;
    e = new float[maxTargets * experts];
    rowMax = new float[maxTargets];
    counts = new double[experts];
    newCounts = new double[experts];
    weights = new double[experts];
    closedForm = new ClosedForm(experts);
    unused = new float[maxTargets * experts];
    unusedGradient = new float[experts];
  }

  @Override
  public void run(
      int n,
      float[] logDensity,
      int offset,
      float[] alpha,
      Particles particles,
      double scale,
      float[] t,
      float[] alphaGradient) {
    for (int i = 0; i < n; i++) {
      rowMax[i] =
          Softmax.relative(kernels, logDensity, offset + i * experts, e, i * experts, experts);
    }
    marginal = closedForm.add(n, e, rowMax, alpha, 0, unused, 0, unusedGradient);
    double total = Dirichlet.total(alpha);
    for (int l = 0; l < experts; l++) {
      counts[l] = n * alpha[l] / total;
    }
    double moved = Double.POSITIVE_INFINITY;
    for (int round = 0; round < MAX_ROUNDS && moved > CONVERGED * n; round++) {
      moved = round(n, alpha);
    }
    bound = fixedBound(n, alpha, total) / n;
    share(n, scale / n, t, offset);
    double far = Digamma.value(total + n) - Digamma.value(total);
    for (int l = 0; l < experts; l++) {
      double pull = Digamma.value(alpha[l] + counts[l]) - Digamma.value(alpha[l]) - far;
      alphaGradient[l] = (float) (-scale / n * pull);
    }
  }

  /** One round of responsibilities and counts; says how far the counts moved. */
  private double round(int n, float[] alpha) {
    expectedWeights(alpha);
    Arrays.fill(newCounts, 0);
    for (int i = 0; i < n; i++) {
      double row = row(i);
      for (int l = 0; l < experts; l++) {
        newCounts[l] += weights[l] * e[i * experts + l] / row;
      }
    }
    double moved = 0;
    for (int l = 0; l < experts; l++) {
      moved += Math.abs(newCounts[l] - counts[l]);
      counts[l] = newCounts[l];
    }
    return moved;
  }

  /** {@code e^psi(alpha + R)} over its maximum. */
  private void expectedWeights(float[] alpha) {
    double max = Double.NEGATIVE_INFINITY;
    for (int l = 0; l < experts; l++) {
      weights[l] = Digamma.value(alpha[l] + counts[l]);
      max = Math.max(max, weights[l]);
    }
    for (int l = 0; l < experts; l++) {
      weights[l] = StrictMath.exp(weights[l] - max);
    }
  }

  private double row(int i) {
    double row = Double.MIN_NORMAL;
    for (int l = 0; l < experts; l++) {
      row += weights[l] * e[i * experts + l];
    }
    return row;
  }

  /** The bound at the counts of the last round, whose responsibilities {@link #weights} give. */
  private double fixedBound(int n, float[] alpha, double total) {
    double sum = LogGamma.value(total) - LogGamma.value(total + n);
    for (int l = 0; l < experts; l++) {
      sum += LogGamma.value(alpha[l] + counts[l]) - LogGamma.value(alpha[l]);
      // Of ln p − ln r = ln row − ln weight, the second part, for all targets at once.
      sum -= counts[l] == 0 ? 0 : counts[l] * StrictMath.log(weights[l]);
    }
    for (int i = 0; i < n; i++) {
      sum += StrictMath.log(row(i)) + rowMax[i];
    }
    return sum;
  }

  private void share(int n, double scale, float[] t, int offset) {
    for (int i = 0; i < n; i++) {
      double row = row(i);
      for (int l = 0; l < experts; l++) {
        double r = weights[l] * e[i * experts + l] / row;
        t[offset + i * experts + l] = Softmax.orNothing((float) (scale * r));
      }
    }
  }

  @Override
  public double loss() {
    return -bound;
  }

  @Override
  public double ess() {
    return 0;
  }

  @Override
  public double marginal() {
    return marginal;
  }

  /** The bound. */
  @Override
  public double joint() {
    return bound;
  }
}

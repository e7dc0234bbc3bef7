package io.mixtide.model.training;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import java.util.Arrays;

/** The objective {@link Objective#CLOSED_FORM}: gradient ascent on the closed form itself. */
final class ClosedFormStep implements EStep {
  private final Kernels kernels;
  private final int experts;
  private final ClosedForm closedForm;
  private final float[] e;
  private final float[] rowMax;
  private double marginal;

  ClosedFormStep(Kernels kernels, int experts, int maxTargets) {
    this.kernels = kernels;
    this.experts = experts;
    closedForm = new ClosedForm(experts);
    e = new float[maxTargets * experts];
    rowMax = new float[maxTargets];
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
    Arrays.fill(t, offset, offset + n * experts, 0f);
    Arrays.fill(alphaGradient, 0, experts, 0f);
    marginal = closedForm.add(n, e, rowMax, alpha, scale, t, offset, alphaGradient);
  }

  @Override
  public double loss() {
    return -marginal;
  }

  @Override
  public double ess() {
    return 0;
  }

  @Override
  public double marginal() {
    return marginal;
  }

  /** The marginal: weights that are known make targets independent. */
  @Override
  public double joint() {
    return marginal;
  }
}

package io.mixtide.model.density;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Matrix;
import io.mixtide.model.kernel.Softmax;
import java.util.Arrays;

/**
 * How likely a task's targets are under each of B draws from its Dirichlet: {@code l_b = sum_i ln
 * sum_l z_bl p_l(y_i|x_i)}, by one matrix product {@code P = E Zᵀ} on densities scaled by their
 * row's maximum. Holds scratch space: one instance serves one thread.
 */
public final class ParticleLikelihood {
  private final Kernels kernels;
  private final int experts;
  private final int particles;
  private final float[] z;
  private final float[] zTransposed;
  private final float[] e;
  private final float[] rowMax;
  private final float[] p;
  private final float[] logP;
  private final double[] logLikelihood;
  private double joint;

  /** Room for {@code maxTargets} targets. */
  public ParticleLikelihood(Kernels kernels, int experts, int particles, int maxTargets) {
    this.kernels = kernels;
    this.experts = experts;
    this.particles = particles;
    z = new float[particles * experts];
    zTransposed = new float[particles * experts];
    e = new float[maxTargets * experts];
    rowMax = new float[maxTargets];
    p = new float[maxTargets * particles];
    logP = new float[maxTargets * particles];
    logLikelihood = new double[particles];
  }

  /**
   * Evaluates all particles.
   *
   * @param n number of targets
   * @param logDensity {@code ln p_l(y_i|x_i)}, {@code [n, experts]} from {@code offset}
   * @param logZ the particles' log weights {@code [particles, experts]}
   */
  public void evaluate(int n, float[] logDensity, int offset, float[] logZ) {
    kernels.exp(logZ, 0, z, 0, particles * experts);
    Matrix.transpose(z, particles, experts, zTransposed);
    Softmax.relativeRows(kernels, n, logDensity, offset, e, experts, rowMax);
    Arrays.fill(p, 0, n * particles, 0f);
    kernels.addProduct(n, experts, particles, e, zTransposed, p);
    kernels.log(p, 0, logP, 0, n * particles);
    Arrays.fill(logLikelihood, 0);
    for (int i = 0; i < n; i++) {
      for (int b = 0; b < particles; b++) {
        logLikelihood[b] += logP[i * particles + b] + rowMax[i];
      }
    }
    joint = logMeanExp() / n;
  }

  private double logMeanExp() {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : logLikelihood) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : logLikelihood) {
      sum += StrictMath.exp(value - max);
    }
    return max + StrictMath.log(sum / particles);
  }

  /** Joint log-likelihood per target: the log of the particles' mean likelihood, divided by n. */
  public double joint() {
    return joint;
  }

  /** {@code l_b}, {@code [particles]}. */
  public double[] logLikelihood() {
    return logLikelihood;
  }

  /** The particles, {@code [particles, experts]}. */
  public float[] z() {
    return z;
  }

  /** Densities over their row's maximum, {@code [n, experts]}. */
  public float[] e() {
    return e;
  }

  /** Log of the rows' maxima, {@code [n]}. */
  public float[] rowMax() {
    return rowMax;
  }

  /** {@code P = E Zᵀ}, {@code [n, particles]}; the caller may overwrite it. */
  public float[] p() {
    return p;
  }
}

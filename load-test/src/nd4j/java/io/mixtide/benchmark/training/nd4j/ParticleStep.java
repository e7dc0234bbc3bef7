package io.mixtide.benchmark.training.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The importance-weighted E-step of all tasks with the auxiliary closed form. The posterior mean of
 * a task is one more row below its particles: its likelihoods are those of the closed form, so both
 * terms share their products.
 */
final class ParticleStep {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private final int tasks;
  private final int targets;
  private final int experts;
  private final int dy;
  private final int particles;
  private final double auxiliary;
  private final float[] logZ;
  private final float[] sums;
  private final float[] pulls;
  private final float[] rowMax;
  private final float[] meanShares;
  private final INDArray z;
  private final INDArray p;
  private final INDArray logP;
  private final INDArray mixed;
  private final INDArray pull;
  private final INDArray shares;
  private final INDArray[] taskZ;
  private final INDArray[] taskP;
  private final INDArray[] taskMixed;
  private final INDArray[] taskMean;
  private final INDArray[] taskShares;
  private double loss;

  ParticleStep(int tasks, int targets, int experts, int dy, int particles, double auxiliary) {
    this.tasks = tasks;
    this.targets = targets;
    this.experts = experts;
    this.dy = dy;
    this.particles = particles;
    this.auxiliary = auxiliary;
    int rows = particles + 1;
    logZ = new float[tasks * rows * experts];
    sums = new float[tasks * rows];
    pulls = new float[tasks * rows];
    rowMax = new float[tasks * targets];
    meanShares = new float[tasks * experts];
    z = Arrays32.room(tasks * rows, experts);
    p = Arrays32.room(tasks * rows, targets);
    logP = Arrays32.room(tasks * rows, targets);
    mixed = Arrays32.room(tasks * targets, experts);
    pull = Arrays32.room(tasks * rows, 1);
    shares = Arrays32.room(tasks, experts);
    taskZ = parts(z, rows);
    taskP = parts(p, rows);
    taskMixed = parts(mixed, targets);
    taskShares = parts(shares, 1);
    taskMean = new INDArray[tasks];
    for (int k = 0; k < tasks; k++) {
      taskMean[k] = Arrays32.rows(p, (k + 1) * rows - 1, (k + 1) * rows);
    }
  }

  private INDArray[] parts(INDArray of, int rows) {
    INDArray[] parts = new INDArray[tasks];
    for (int k = 0; k < tasks; k++) {
      parts[k] = Arrays32.rows(of, k * rows, (k + 1) * rows);
    }
    return parts;
  }

  /** Mean loss over the tasks of the last run. */
  double loss() {
    return loss;
  }

  /**
   * Runs all tasks.
   *
   * @param logDensity {@code [tasks · targets, experts]}, but for its constant; changed
   * @param alpha {@code [tasks][experts]}
   * @param alphaGradient receives the loss's gradients at alpha
   * @return the loss's gradient at the log densities
   */
  INDArray run(INDArray logDensity, float[][] alpha, Particles from, float[][] alphaGradient) {
    draw(alpha, from);
    INDArray max = logDensity.max(true, 1);
    Arrays32.read(max, rowMax, rowMax.length);
    INDArray e = logDensity.subiColumnVector(max);
    Nd4j.exec(new Exp(e, e));
    for (int k = 0; k < tasks; k++) {
      Arrays32.productTransposed(
          taskZ[k], Arrays32.rows(e, k * targets, (k + 1) * targets), taskP[k]);
    }
    Nd4j.exec(new Log(p, logP));
    Arrays32.read(logP.sum(1), sums, sums.length);
    weigh(alpha, alphaGradient);
    Arrays32.write(pulls, pulls.length, pull);
    p.rdiviColumnVector(pull);
    for (int k = 0; k < tasks; k++) {
      Arrays32.transposedProduct(taskP[k], taskZ[k], taskMixed[k]);
      Arrays32.product(
          taskMean[k], Arrays32.rows(e, k * targets, (k + 1) * targets), taskShares[k]);
    }
    Arrays32.read(shares, meanShares, meanShares.length);
    auxiliaryGradient(alpha, alphaGradient);
    return e.muli(mixed).muli(-1.0 / (targets * tasks));
  }

  private void draw(float[][] alpha, Particles from) {
    float[] drawn = new float[particles * experts];
    for (int k = 0; k < tasks; k++) {
      from.draw(alpha[k], drawn);
      int at = k * (particles + 1) * experts;
      System.arraycopy(drawn, 0, logZ, at, drawn.length);
      double total = total(alpha[k]);
      for (int l = 0; l < experts; l++) {
        logZ[at + particles * experts + l] = (float) Math.log(alpha[k][l] / total);
      }
    }
    Arrays32.write(logZ, logZ.length, z);
    Nd4j.exec(new Exp(z, z));
  }

  private static double total(float[] alpha) {
    double total = 0;
    for (float a : alpha) {
      total += a;
    }
    return total;
  }

  /** Particle weights, the loss, and the particles' part of the gradient at alpha. */
  private void weigh(float[][] alpha, float[][] alphaGradient) {
    loss = 0;
    int rows = particles + 1;
    for (int k = 0; k < tasks; k++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int b = 0; b < particles; b++) {
        most = Math.max(most, sums[k * rows + b]);
      }
      double sum = 0;
      for (int b = 0; b < particles; b++) {
        sum += Math.exp(sums[k * rows + b] - most);
      }
      Arrays.fill(alphaGradient[k], 0f);
      double climbed = auxiliary * sums[k * rows + particles];
      for (int b = 0; b < particles; b++) {
        double w = Math.exp(sums[k * rows + b] - most) / sum;
        pulls[k * rows + b] = (float) w;
        climbed += w * sums[k * rows + b] + pull(k, b, w, alpha[k], alphaGradient[k]);
      }
      pulls[k * rows + particles] = (float) auxiliary;
      double constant = -targets * dy * HALF_LOG_TWO_PI;
      for (int i = 0; i < targets; i++) {
        constant += rowMax[k * targets + i];
      }
      loss -= (climbed + (1 + auxiliary) * constant) / (targets * (double) tasks);
    }
  }

  private double pull(int task, int b, double w, float[] alpha, float[] gradient) {
    double excess = w - 1.0 / particles;
    int at = (task * (particles + 1) + b) * experts;
    double prior = 0;
    for (int l = 0; l < experts; l++) {
      prior += (alpha[l] - 1.0) * logZ[at + l];
      gradient[l] -= (float) (excess * logZ[at + l] / (targets * tasks));
    }
    return excess * prior;
  }

  private void auxiliaryGradient(float[][] alpha, float[][] alphaGradient) {
    for (int k = 0; k < tasks; k++) {
      double total = total(alpha[k]);
      for (int l = 0; l < experts; l++) {
        // The shares bear the auxiliary weight already.
        double gain = meanShares[k * experts + l] / targets - auxiliary;
        alphaGradient[k][l] -= (float) (gain / total / tasks);
      }
    }
  }
}

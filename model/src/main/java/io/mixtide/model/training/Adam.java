package io.mixtide.model.training;

import io.mixtide.model.network.Parameter;
import java.util.List;

/**
 * The Adam optimiser (Kingma and Ba, 2015), with the published constants and the gradient clipped
 * by its global norm.
 */
final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final float EPSILON = 1e-8f;

  private final List<Parameter> parameters;
  private final float[][] mean;
  private final float[][] square;
  private int steps;

  Adam(List<Parameter> parameters) {
    this.parameters = parameters;
    mean = parameters.stream().map(p -> new float[p.values().length]).toArray(float[][]::new);
    square = parameters.stream().map(p -> new float[p.values().length]).toArray(float[][]::new);
  }

  /** Euclidean norm over all gradients. */
  static double norm(List<Parameter> gradients) {
    double sum = 0;
    for (Parameter gradient : gradients) {
      for (float g : gradient.values()) {
        sum += (double) g * g;
      }
    }
    return Math.sqrt(sum);
  }

  /** One step along {@code scale} times the gradients, given in the order of the parameters. */
  void step(List<Parameter> gradients, double scale, double learningRate) {
    steps++;
    float rate = (float) (learningRate / (1 - StrictMath.pow(BETA1, steps)));
    float correction = (float) (1 / (1 - StrictMath.pow(BETA2, steps)));
    for (int i = 0; i < mean.length; i++) {
      update(
          parameters.get(i).values(),
          gradients.get(i).values(),
          mean[i],
          square[i],
          (float) scale,
          rate,
          correction);
    }
  }

  private static void update(
      float[] values,
      float[] gradient,
      float[] mean,
      float[] square,
      float scale,
      float rate,
      float correction) {
    float keep1 = (float) BETA1;
    float keep2 = (float) BETA2;
    for (int i = 0; i < values.length; i++) {
      float g = gradient[i] * scale;
      mean[i] = keep1 * mean[i] + (1 - keep1) * g;
      square[i] = keep2 * square[i] + (1 - keep2) * g * g;
      values[i] -= rate * mean[i] / ((float) Math.sqrt(square[i] * correction) + EPSILON);
    }
  }
}

package io.mixtide.model.training;

import io.mixtide.model.network.Parameter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The Adam optimiser (Kingma and Ba, 2015), with the published constants and the gradient clipped
 * by its global norm.
 */
final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final float EPSILON = 1e-8f;

  private final List<Parameter> parameters;
  private final List<Parameter> mean;
  private final List<Parameter> square;
  private int steps;

  Adam(List<Parameter> parameters) {
    this.parameters = parameters;
    mean = parameters.stream().map(p -> p.with(new float[p.values().length])).toList();
    square = parameters.stream().map(p -> p.with(new float[p.values().length])).toList();
  }

  /** Steps done. */
  int steps() {
    return steps;
  }

  /** A copy of all that the next step depends on. */
  TrainingState state() {
    return new TrainingState(steps, copy(parameters), copy(mean), copy(square));
  }

  private static List<Parameter> copy(List<Parameter> of) {
    return of.stream().map(p -> p.with(p.values().clone())).toList();
  }

  /** Goes on from a state, whose arrays have this optimiser's sizes. */
  void restore(TrainingState state) {
    steps = state.step();
    restore(state.parameters(), parameters);
    restore(state.mean(), mean);
    restore(state.square(), square);
  }

  private static void restore(List<Parameter> from, List<Parameter> to) {
    for (int i = 0; i < to.size(); i++) {
      float[] values = to.get(i).values();
      System.arraycopy(from.get(i).values(), 0, values, 0, values.length);
    }
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
    IntStream.range(0, parameters.size())
        .parallel()
        .forEach(i ->
            update(
                parameters.get(i).values(),
                gradients.get(i).values(),
                mean.get(i).values(),
                square.get(i).values(),
                (float) scale,
                rate,
                correction));
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

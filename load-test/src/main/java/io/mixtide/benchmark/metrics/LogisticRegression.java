package io.mixtide.benchmark.metrics;

/**
 * Multinomial logistic regression with a unit normal prior on the weights, the last input's
 * excepted, which is the constant 1. It is fitted by accelerated gradient descent with restarts
 * (O'Donoghue and Candès, Foundations of Computational Mathematics 15, 2015); the loss is convex.
 */
final class LogisticRegression {
  private static final int MOST_STEPS = 1000;
  private static final double SMALL_GRADIENT = 1e-5;

  private final double[][] weights;

  private LogisticRegression(double[][] weights) {
    this.weights = weights;
  }

  /**
   * Fits the weights.
   *
   * @param inputs {@code [points, inputs]}, standardised, the last of each the constant 1
   * @param groups of the points, in [0, {@code count})
   * @param count how many groups
   */
  static LogisticRegression fit(double[][] inputs, int[] groups, int count) {
    int width = inputs[0].length;
    double[][] weights = new double[count][width];
    double[][] ahead = new double[count][width];
    double[][] gradient = new double[count][width];
    double ridge = 1.0 / inputs.length;
    // The softmax's curvature is at most 1/2 along any direction, the inputs' at most their number.
    double rate = 1 / (0.5 * width + ridge);
    double momentum = 1;
    for (int step = 0; step < MOST_STEPS; step++) {
      double largest = gradient(ahead, inputs, groups, ridge, gradient);
      if (largest < SMALL_GRADIENT) {
        break;
      }
      double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      double carry = (momentum - 1) / next;
      double uphill = 0;
      for (int g = 0; g < count; g++) {
        for (int f = 0; f < width; f++) {
          double moved = ahead[g][f] - rate * gradient[g][f];
          double change = moved - weights[g][f];
          uphill += gradient[g][f] * change;
          ahead[g][f] = moved + carry * change;
          weights[g][f] = moved;
        }
      }
      momentum = uphill > 0 ? 1 : next;
    }
    return new LogisticRegression(weights);
  }

  /** The most probable group. */
  int predict(double[] input) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int g = 0; g < weights.length; g++) {
      double score = dot(weights[g], input);
      if (score > most) {
        most = score;
        best = g;
      }
    }
    return best;
  }

  /** Writes the gradient of the mean loss; returns the largest entry's size. */
  private static double gradient(
      double[][] weights, double[][] inputs, int[] groups, double ridge, double[][] gradient) {
    int count = weights.length;
    int width = inputs[0].length;
    for (int g = 0; g < count; g++) {
      for (int f = 0; f < width; f++) {
        gradient[g][f] = f < width - 1 ? ridge * weights[g][f] : 0;
      }
    }
    double[] probability = new double[count];
    for (int i = 0; i < inputs.length; i++) {
      softmax(weights, inputs[i], probability);
      for (int g = 0; g < count; g++) {
        double error = (probability[g] - (g == groups[i] ? 1 : 0)) / inputs.length;
        for (int f = 0; f < width; f++) {
          gradient[g][f] += error * inputs[i][f];
        }
      }
    }
    double largest = 0;
    for (double[] row : gradient) {
      for (double entry : row) {
        largest = Math.max(largest, Math.abs(entry));
      }
    }
    return largest;
  }

  private static void softmax(double[][] weights, double[] input, double[] probability) {
    double most = Double.NEGATIVE_INFINITY;
    for (int g = 0; g < weights.length; g++) {
      probability[g] = dot(weights[g], input);
      most = Math.max(most, probability[g]);
    }
    double sum = 0;
    for (int g = 0; g < weights.length; g++) {
      probability[g] = Math.exp(probability[g] - most);
      sum += probability[g];
    }
    for (int g = 0; g < weights.length; g++) {
      probability[g] /= sum;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int f = 0; f < a.length; f++) {
      sum += a[f] * b[f];
    }
    return sum;
  }
}

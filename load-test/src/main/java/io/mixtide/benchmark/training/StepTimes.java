package io.mixtide.benchmark.training;

import java.util.Arrays;

/**
 * Times one after another when a training run's steps end. The first step is not counted: what is
 * set up before it would be.
 */
final class StepTimes {
  private final double[] ms;
  private int ended;
  private long last;

  /** For a run of a number of steps, at least 2. */
  StepTimes(int steps) {
    ms = new double[steps - 1];
  }

  /** A step has ended now. */
  void stepEnded() {
    long now = System.nanoTime();
    if (ended > 0) {
      ms[ended - 1] = (now - last) / 1e6;
    }
    ended++;
    last = now;
  }

  /** The mean of a step in milliseconds. */
  double mean() {
    if (ended != ms.length + 1) {
      throw new IllegalStateException("%d steps ended".formatted(ended));
    }
    return Arrays.stream(ms).average().orElseThrow();
  }
}

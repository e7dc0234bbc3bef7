package io.mixtide.model.network;

import java.util.Arrays;

/** Where the last layers start, so that training finds the experts apart and calm. */
final class Initialisation {
  private static final float EXPERTS = 0.5f;
  private static final float HEAD = 0.3f;
  private static final float RAW_SCALE = -0.5f;

  private Initialisation() {}

  /** The experts' output layer: means spread evenly over [−spread, spread] across experts. */
  static void experts(Dense last, Architecture a, float spread) {
    scale(last.weight(), EXPERTS);
    int means = a.experts() * a.dy();
    Arrays.fill(last.bias(), means, 2 * means, RAW_SCALE);
    for (int i = 0; i < means; i++) {
      int expert = i / a.dy();
      last.bias()[i] = a.experts() == 1 ? 0f : spread * (-1f + 2f * expert / (a.experts() - 1));
    }
  }

  /** The prior network's output layer. */
  static void head(Dense last) {
    scale(last.weight(), HEAD);
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }
}

package io.mixtide.model.data;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A covariance function over the distance of two inputs.
 *
 * @param family its shape
 * @param lengthscale l, over 0
 * @param scale s, the standard deviation of the function's values, over 0
 * @param period p, over 0; counts for {@link KernelFamily#WEAKLY_PERIODIC} alone
 */
record GpKernel(KernelFamily family, double lengthscale, double scale, double period) {
  private static final double SQRT_5 = StrictMath.sqrt(5);

  /** Draws {@code l ~ U[0.6, 1)}, {@code s ~ U[0.1, 1)} and {@code p ~ U[0.5, 1.5)}. */
  static GpKernel draw(KernelFamily family, UniformRandomProvider random) {
    return new GpKernel(
        family, random.nextDouble(0.6, 1), random.nextDouble(0.1, 1), random.nextDouble(0.5, 1.5));
  }

  /** Covariance of the function's values at two inputs this far apart, without noise. */
  double covariance(double distance) {
    double d = Math.abs(distance);
    double variance = scale * scale;
    return switch (family) {
      case RBF -> variance * StrictMath.exp(-0.5 * square(d / lengthscale));
      case WEAKLY_PERIODIC -> {
        double wave = StrictMath.sin(Math.PI * d / period) / lengthscale;
        yield variance * StrictMath.exp(-2 * wave * wave - d * d / 8);
      }
      case MATERN -> {
        double r = SQRT_5 * d / lengthscale;
        yield variance * (1 + r + r * r / 3) * StrictMath.exp(-r);
      }
    };
  }

  private static double square(double v) {
    return v * v;
  }
}

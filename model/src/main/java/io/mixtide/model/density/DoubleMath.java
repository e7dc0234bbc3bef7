package io.mixtide.model.density;

/**
 * {@code ln x}, {@code ln(1 + x)} and {@code e^x − 1} in double precision in a fraction of {@link
 * StrictMath}'s time; as those, the same bits on every machine. Relative error is below 5e-16.
 *
 * <p>Logarithm and power look up the function at the nearest of 128 points and add a polynomial for
 * what is left (P. T. P. Tang, <i>Table-driven implementation of the logarithm function in IEEE
 * floating-point arithmetic</i>, 1990, and <i>Table-driven implementation of the expm1 function in
 * IEEE floating-point arithmetic</i>, 1992, both in ACM Transactions on Mathematical Software). The
 * polynomials are Taylor's: so close to a point, the first term left out is below 1e-17 of the sum.
 */
final class DoubleMath {
  private static final int POINTS_SIZE = 7;
  private static final int POINTS = 1 << POINTS_SIZE;
  private static final int MANTISSA_SIZE = 52;
  private static final int STEP_SIZE = MANTISSA_SIZE - POINTS_SIZE;
  private static final double LN2 = 0.6931471805599453;

  private static final long MIN_NORMAL_BITS = 0x0010000000000000L;
  private static final long NORMALS = 0x7FF0000000000000L - MIN_NORMAL_BITS;

  /** Of 0.6875, the first point; the last is one step below 1.375. */
  private static final long FIRST_BITS = 0x3FE6000000000000L;

  private static final long HALF_STEP = 1L << (STEP_SIZE - 1);

  /** At 2i the inverse of the point i, at 2i + 1 the point's logarithm. */
  private static final double[] LOG_POINTS = new double[2 * POINTS];

  /** Beyond it, scale and its use would overflow. */
  private static final double EXP_LIMIT = 700;

  /** Added, it rounds to an integer and leaves that in the low bits of the mantissa. */
  private static final double ROUND = 0x1.8p52;

  private static final double STEPS_PER_ONE = POINTS / LN2;

  /** A step's width, ln 2 / 128, as a sum; products of the first part with integers are exact. */
  private static final double STEP_HIGH = 0x1.62e42feep-1 / POINTS;

  private static final double STEP_LOW = 0x1.a39ef35793c76p-33 / POINTS;
  private static final long EXPONENT_BIAS = 1023;

  /** {@code e^(k ln 2 / 128) − 1}, for k from −64 on. */
  private static final double[] EXPM1_POINTS = new double[POINTS];

  static {
    for (int i = 0; i < POINTS; i++) {
      double inverse = 1 / Double.longBitsToDouble(FIRST_BITS + ((long) i << STEP_SIZE));
      LOG_POINTS[2 * i] = inverse;
      // Of the inverse as it was rounded: so rounding it costs nothing.
      LOG_POINTS[2 * i + 1] = -StrictMath.log(inverse);
      int k = i - POINTS / 2;
      double point = StrictMath.expm1(k * STEP_HIGH);
      EXPM1_POINTS[i] = Math.fma(k * STEP_LOW, 1 + point, point);
    }
  }

  private DoubleMath() {}

  /** {@code ln x}; for what is no positive normal number, what {@link StrictMath#log} gives. */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    if (Long.compareUnsigned(bits - MIN_NORMAL_BITS, NORMALS) >= 0) {
      return StrictMath.log(x);
    }
    // x = 2^exponent z, with z within half a step of its point.
    long steps = bits - (FIRST_BITS - HALF_STEP);
    long exponent = steps >> MANTISSA_SIZE;
    int point = 2 * ((int) (steps >> STEP_SIZE) & (POINTS - 1));
    double z = Double.longBitsToDouble(bits - (exponent << MANTISSA_SIZE));
    double r = Math.fma(z, LOG_POINTS[point], -1);
    double r2 = r * r;
    double p = Math.fma(r2, Math.fma(r, 1.0 / 7, -1.0 / 6), Math.fma(r, 1.0 / 5, -1.0 / 4));
    p = Math.fma(r2, p, Math.fma(r, 1.0 / 3, -1.0 / 2));
    return Math.fma(exponent, LN2, LOG_POINTS[point + 1]) + Math.fma(r2, p, r);
  }

  /**
   * {@code ln(1 + x)}; accurate near 0, too. Where that is not finite, what {@link
   * StrictMath#log1p} gives.
   */
  static double log1p(double x) {
    double u = 1 + x;
    double log = log(u);
    // What was lost when u was rounded, to first order; nothing where all of x was.
    double lost = x - (u - 1);
    return lost == 0 || !Double.isFinite(lost) ? log : log + lost / u;
  }

  /** {@code e^x − 1}; accurate near 0, too. */
  static double expm1(double x) {
    if (!(Math.abs(x) < EXP_LIMIT)) {
      return StrictMath.expm1(x);
    }
    // x = (128 exponent + k) ln 2 / 128 + r, with k from −64 on.
    double rounded = Math.fma(x, STEPS_PER_ONE, ROUND);
    double n = rounded - ROUND;
    int shifted = (int) Double.doubleToRawLongBits(rounded) + POINTS / 2;
    int exponent = shifted >> POINTS_SIZE;
    double atPoint = EXPM1_POINTS[shifted & (POINTS - 1)];
    double r = Math.fma(n, -STEP_LOW, Math.fma(n, -STEP_HIGH, x));
    double r2 = r * r;
    double p = Math.fma(r2, Math.fma(r, 1.0 / 120, 1.0 / 24), Math.fma(r, 1.0 / 6, 1.0 / 2));
    p = Math.fma(r2, p, r);
    double value = Math.fma(atPoint, p, atPoint + p);
    double scale = Double.longBitsToDouble((exponent + EXPONENT_BIAS) << MANTISSA_SIZE);
    return Math.fma(scale, value, scale - 1);
  }
}

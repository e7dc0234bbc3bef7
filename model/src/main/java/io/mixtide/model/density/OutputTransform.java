package io.mixtide.model.density;

/** What is done to every dimension of y before it is standardised. */
public enum OutputTransform {
  /** Nothing. */
  IDENTITY {
    @Override
    public double forward(double y) {
      return y;
    }

    @Override
    public double inverse(double v) {
      return v;
    }

    @Override
    public double logJacobian(double y) {
      return 0;
    }
  },

  /** {@code ln(1 + y)}, for quantities above −1 with a long tail. */
  LOG1P {
    @Override
    public double forward(double y) {
      return y <= -1 ? Double.NEGATIVE_INFINITY : DoubleMath.log1p(y);
    }

    @Override
    public double inverse(double v) {
      return Math.min(StrictMath.expm1(v), Double.MAX_VALUE);
    }

    @Override
    public double logJacobian(double y) {
      return -DoubleMath.log1p(y);
    }
  };

  /** From the user's units into those of the transform; −infinity below its domain. */
  public abstract double forward(double y);

  /** The inverse of {@link #forward}; the largest double stands for all that exceed it. */
  public abstract double inverse(double v);

  /** {@code ln |d forward / dy|} at y within the domain. */
  public abstract double logJacobian(double y);
}

package io.mixtide.model.data;

/** The covariance functions of the {@link GpMix}, by their shape. */
public enum KernelFamily {
  /** Squared exponential, {@code s² exp(-(d/l)²/2)}: the smoothest. */
  RBF("rbf"),

  /** {@code s² exp(-2 sin²(pi d/p)/l² - d²/8)}: repeats with period p, and forgets slowly. */
  WEAKLY_PERIODIC("wp"),

  /** Matérn of order 5/2, {@code s² (1 + r + r²/3) exp(-r)}, {@code r = sqrt(5) d/l}. */
  MATERN("mat");

  private final String group;

  KernelFamily(String group) {
    this.group = group;
  }

  /** What {@link Task#group()} is of its tasks. */
  public String group() {
    return group;
  }
}

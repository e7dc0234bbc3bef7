package io.mixtide.model.network;

/**
 * The sizes that fix a network's shape.
 *
 * @param dx dimensions of x
 * @param dy dimensions of y
 * @param experts number of experts, L
 * @param width hidden width of the experts' trunk
 * @param embedding width of an observation's embedding and of the prior network's hidden layers
 */
public record Architecture(int dx, int dy, int experts, int width, int embedding) {
  /** The largest that any size may be. */
  public static final int MAX_SIZE = 8192;

  /** The sizes that the method was tried with: 16 experts, trunk 128 wide, embedding 64. */
  public static Architecture standard(int dx, int dy) {
    return new Architecture(dx, dy, 16, 128, 64);
  }

  /** The same sizes with another number of experts. */
  public Architecture withExperts(int number) {
    return new Architecture(dx, dy, number, width, embedding);
  }

  /**
   * @throws IllegalArgumentException if a size is not within [1, {@link #MAX_SIZE}]
   */
  public Architecture {
    for (int size : new int[] {dx, dy, experts, width, embedding}) {
      if (size < 1 || size > MAX_SIZE) {
        throw new IllegalArgumentException(
            "every size of a network lies within [1, %d], not %d".formatted(MAX_SIZE, size));
      }
    }
  }
}

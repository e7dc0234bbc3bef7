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

  /** The sizes that the method was tried with: 16 experts, trunk 128 wide, embedding 64. */
  public static Architecture standard(int dx, int dy) {
    return new Architecture(dx, dy, 16, 128, 64);
  }

  /** The same sizes with another number of experts. */
  public Architecture withExperts(int number) {
    return new Architecture(dx, dy, number, width, embedding);
  }

  /**
   * @throws IllegalArgumentException if a size is not positive
   */
  public Architecture {
    if (dx < 1 || dy < 1 || experts < 1 || width < 1 || embedding < 1) {
      throw new IllegalArgumentException("every size of a network must be at least 1");
    }
  }
}

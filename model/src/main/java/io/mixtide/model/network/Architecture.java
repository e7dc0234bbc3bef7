package io.mixtide.model.network;

/**
 * What fixes a network's shape.
 *
 * @param dx dimensions of x
 * @param dy dimensions of y
 * @param experts number of experts, L
 * @param width hidden width of the experts' own layers
 * @param embedding width of an observation's embedding and of the prior network's hidden layers
 * @param weighting where a task's weights come from
 * @param attention how experts look at the context; {@link Attention#NONE} makes {@link
 *     InputNetwork input experts}, any other {@link ContextNetwork context experts}
 */
public record Architecture(
    int dx,
    int dy,
    int experts,
    int width,
    int embedding,
    Weighting weighting,
    Attention attention) {
  /** The largest that any size may be. */
  public static final int MAX_SIZE = 8192;

  /** Input experts: 24, 128 wide, embedding 64. */
  public static Architecture standard(int dx, int dy) {
    return new Architecture(dx, dy, 24, 128, 64, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE);
  }

  /** Context experts: 16, 128 wide, embedding 64. */
  public static Architecture context(int dx, int dy) {
    return new Architecture(dx, dy, 16, 128, 64, Weighting.DIRICHLET, Attention.STANDARD);
  }

  /**
   * @throws IllegalArgumentException if a size is not within [1, {@link #MAX_SIZE}], the heads do
   *     not share the embedding evenly, or context experts are to weigh evidence
   */
  public Architecture {
    for (int size : new int[] {dx, dy, experts, width, embedding}) {
      if (size < 1 || size > MAX_SIZE) {
        throw new IllegalArgumentException(
            "every size of a network lies within [1, %d], not %d".formatted(MAX_SIZE, size));
      }
    }
    boolean context = !attention.equals(Attention.NONE);
    if (context && embedding % attention.heads() != 0) {
      throw new IllegalArgumentException(
          "%d heads do not share %d evenly".formatted(attention.heads(), embedding));
    }
    if (context && weighting == Weighting.DIRICHLET_WITH_EVIDENCE) {
      throw new IllegalArgumentException(
          "context experts have seen the context: their evidence would count it twice");
    }
  }

  /** Whether the experts look at the context. */
  public boolean hasContextExperts() {
    return !attention.equals(Attention.NONE);
  }

  /** The same shape with another number of experts. */
  public Architecture withExperts(int number) {
    return new Architecture(dx, dy, number, width, embedding, weighting, attention);
  }

  /** The same shape with other experts' layers. */
  public Architecture withWidth(int size) {
    return new Architecture(dx, dy, experts, size, embedding, weighting, attention);
  }

  /** The same shape with weights from elsewhere. */
  public Architecture withWeighting(Weighting other) {
    return new Architecture(dx, dy, experts, width, embedding, other, attention);
  }

  /** The same shape with another view of the context. */
  public Architecture withAttention(Attention other) {
    return new Architecture(dx, dy, experts, width, embedding, weighting, other);
  }
}

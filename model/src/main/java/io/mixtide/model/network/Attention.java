package io.mixtide.model.network;

/**
 * How experts look at the context.
 *
 * @param heads of the attention; they share the embedding's width between them
 * @param blocks of attention and feed-forward, one after another; with none, the context reaches
 *     the experts through its mean alone
 * @param window how many of a task's latest observations the attention reaches; older ones count in
 *     the context's size and means only
 */
public record Attention(int heads, int blocks, int window) {
  /** Experts that do not look at the context. */
  public static final Attention NONE = new Attention(0, 0, 0);

  /** The sizes that the method was tried with. */
  public static final Attention STANDARD = new Attention(4, 3, 128);

  /** The longest window. */
  public static final int MAX_WINDOW = 4096;

  private static final int MAX_BLOCKS = 32;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public Attention {
    boolean none = heads == 0 && blocks == 0 && window == 0;
    if (!none
        && (heads < 1 || blocks < 0 || blocks > MAX_BLOCKS || window < 1 || window > MAX_WINDOW)) {
      throw new IllegalArgumentException(
          "attention needs at least 1 head, at most %d blocks and a window within [1, %d]"
              .formatted(MAX_BLOCKS, MAX_WINDOW));
    }
  }

  /** The same attention with another number of blocks. */
  public Attention withBlocks(int number) {
    return new Attention(heads, number, window);
  }

  /** The same attention over another window. */
  public Attention withWindow(int size) {
    return new Attention(heads, blocks, size);
  }
}

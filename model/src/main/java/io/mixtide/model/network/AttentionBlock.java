package io.mixtide.model.network;

import io.mixtide.model.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * One pre-norm block of a target's look at the context: {@code h += attention(norm h, tokens)},
 * then {@code h += feedForward(norm h)}. The tokens never change.
 */
public record AttentionBlock(
    LayerNorm attentionNorm, CrossAttention attention, LayerNorm forwardNorm, Mlp feedForward) {
  private static final int FEED_FORWARD = 2;

  static AttentionBlock random(int width, int heads, UniformRandomProvider random) {
    return new AttentionBlock(
        LayerNorm.identity(width),
        CrossAttention.random(width, heads, random),
        LayerNorm.identity(width),
        Mlp.random(random, width, FEED_FORWARD * width, width));
  }

  static AttentionBlock zeros(int width, int heads) {
    return new AttentionBlock(
        LayerNorm.zeros(width),
        CrossAttention.zeros(width, heads),
        LayerNorm.zeros(width),
        Mlp.zeros(width, FEED_FORWARD * width, width));
  }

  static long size(int width) {
    return 4 * Mlp.size(width, width) + Mlp.size(width, FEED_FORWARD * width, width) + 4L * width;
  }

  void addParameters(List<Parameter> all, String name) {
    Parameter.add(all, name + ".norm1", attentionNorm);
    Parameter.add(all, name + ".norm2", forwardNorm);
    Parameter.add(all, name + ".q", attention.query());
    Parameter.add(all, name + ".k", attention.key());
    Parameter.add(all, name + ".v", attention.value());
    Parameter.add(all, name + ".o", attention.output());
    Parameter.add(all, name + ".ff", feedForward);
  }

  private int width() {
    return feedForward.in();
  }

  /** What one pass over a batch leaves behind, and room to work in. */
  public static final class Activations {
    private final LayerNorm.Activations attentionNorm;
    private final CrossAttention.Activations attention;
    private final LayerNorm.Activations forwardNorm;
    private final Mlp.Activations feedForward;
    private final Mlp.Activations feedForwardDelta;
    private final float[] delta;

    private Activations(AttentionBlock block, int tasks, int mostTokens, int mostTargets) {
      int rows = tasks * mostTargets;
      attentionNorm = block.attentionNorm.activations(rows);
      attention =
          new CrossAttention.Activations(
              block.width(), block.attention.heads(), tasks, mostTokens, mostTargets);
      forwardNorm = block.forwardNorm.activations(rows);
      feedForward = block.feedForward.activations(rows);
      feedForwardDelta = block.feedForward.activations(rows);
      delta = new float[rows * block.width()];
    }
  }

  /** Room for a number of tasks of at most so many tokens and targets each. */
  public Activations activations(int tasks, int mostTokens, int mostTargets) {
    return new Activations(this, tasks, mostTokens, mostTargets);
  }

  /**
   * One pass forward.
   *
   * @param h {@code [target rows, width]}, changed in place
   * @param tokens {@code [context rows, width]}
   */
  public void forward(Kernels kernels, TaskRows batch, float[] h, float[] tokens, Activations a) {
    int rows = batch.targetRows();
    attentionNorm.forward(rows, h, a.attentionNorm);
    attention.forward(kernels, batch, a.attentionNorm.output(), tokens, a.attention);
    add(a.attention.output, h, rows * width());
    forwardNorm.forward(rows, h, a.forwardNorm);
    System.arraycopy(a.forwardNorm.output(), 0, a.feedForward.input(), 0, rows * width());
    feedForward.forward(kernels, rows, a.feedForward);
    add(a.feedForward.output(), h, rows * width());
  }

  /**
   * Adds this pass's gradients to {@code gradient} and {@code tokensBelow}.
   *
   * @param delta the loss's gradient at the output, {@code [target rows, width]}; becomes that at
   *     the input
   */
  public void backward(
      Kernels kernels,
      TaskRows batch,
      float[] tokens,
      Activations a,
      float[] delta,
      AttentionBlock gradient,
      float[] tokensBelow) {
    int rows = batch.targetRows();
    int length = rows * width();
    System.arraycopy(delta, 0, a.feedForwardDelta.output(), 0, length);
    feedForward.backward(
        kernels, rows, a.feedForward, a.feedForwardDelta, true, gradient.feedForward);
    forwardNorm.backward(
        rows, a.forwardNorm, a.feedForwardDelta.input(), gradient.forwardNorm, delta);
    Arrays.fill(a.delta, 0, length, 0f);
    attention.backward(
        kernels,
        batch,
        a.attentionNorm.output(),
        tokens,
        a.attention,
        delta,
        gradient.attention,
        a.delta,
        tokensBelow);
    attentionNorm.backward(rows, a.attentionNorm, a.delta, gradient.attentionNorm, delta);
  }

  private static void add(float[] values, float[] sum, int length) {
    for (int i = 0; i < length; i++) {
      sum[i] += values[i];
    }
  }
}

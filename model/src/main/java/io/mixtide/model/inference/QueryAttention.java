package io.mixtide.model.inference;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Matrix;
import io.mixtide.model.kernel.Softmax;
import io.mixtide.model.network.AttentionBlock;
import io.mixtide.model.network.CrossAttention;
import io.mixtide.model.network.Dense;
import io.mixtide.model.network.LayerNorm;
import io.mixtide.model.network.Mlp;
import java.util.Arrays;

/**
 * One block of attention for a single query. Keys and values of the tokens are never formed: since
 * {@code q · (K t) = (Kᵀ q) · t} and {@code sum p V t = V (sum p t)}, both matrices are applied to
 * the query, once, instead of to every token. The bias of the keys adds the same to every score,
 * which the softmax cancels.
 */
final class QueryAttention {
  private final AttentionBlock block;
  private final Kernels kernels;
  private final int heads;
  private final int width;
  private final int slice;
  private final float scale;
  private final float[][] keys;
  private final float[][] values;
  private final LayerNorm.Activations attentionNorm;
  private final float[] query;
  private final float[] part;
  private final float[] folded;
  private final float[] foldedHeads;
  private final float[] shares;
  private final float[] mixedTokens;
  private final float[] mixed;
  private final float[] output;
  private final LayerNorm.Activations forwardNorm;
  private final Mlp.Activations feedForward;

  QueryAttention(AttentionBlock block, Kernels kernels, int window) {
    this.block = block;
    this.kernels = kernels;
    CrossAttention attention = block.attention();
    heads = attention.heads();
    width = attention.query().out();
    slice = width / heads;
    scale = (float) (1 / Math.sqrt(slice));
    keys = new float[heads][];
    values = new float[heads][];
    for (int head = 0; head < heads; head++) {
      keys[head] = Matrix.transposed(columns(attention.key(), head), width, slice);
      values[head] = columns(attention.value(), head);
    }
    attentionNorm = block.attentionNorm().activations(1);
    query = new float[width];
    part = new float[slice];
    folded = new float[width];
    foldedHeads = new float[heads * width];
    shares = new float[heads * window];
    mixedTokens = new float[heads * width];
    mixed = new float[width];
    output = new float[width];
    forwardNorm = block.forwardNorm().activations(1);
    feedForward = block.feedForward().activations(1);
  }

  /** A head's part of a layer, {@code [width, slice]}. */
  private float[] columns(Dense layer, int head) {
    float[] part = new float[width * slice];
    for (int row = 0; row < width; row++) {
      System.arraycopy(layer.weight(), row * width + head * slice, part, row * slice, slice);
    }
    return part;
  }

  /**
   * Takes a query through the block.
   *
   * @param h {@code [width]}, changed in place
   * @param n number of tokens
   * @param tokens {@code [n, width]}
   * @param tokensTransposed {@code [width, n]}
   */
  void apply(float[] h, int n, float[] tokens, float[] tokensTransposed) {
    block.attentionNorm().forward(1, h, attentionNorm);
    Arrays.fill(mixed, 0f);
    if (n > 0) {
      attend(n, tokens, tokensTransposed);
    }
    block.attention().output().forward(kernels, 1, mixed, output);
    add(output, h);
    block.forwardNorm().forward(1, h, forwardNorm);
    System.arraycopy(forwardNorm.output(), 0, feedForward.input(), 0, width);
    block.feedForward().forward(kernels, 1, feedForward);
    add(feedForward.output(), h);
  }

  private void attend(int n, float[] tokens, float[] tokensTransposed) {
    block.attention().query().forward(kernels, 1, attentionNorm.output(), query);
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < slice; i++) {
        part[i] = scale * query[head * slice + i];
      }
      Arrays.fill(folded, 0f);
      kernels.addProduct(1, slice, width, part, keys[head], folded);
      System.arraycopy(folded, 0, foldedHeads, head * width, width);
    }
    Arrays.fill(shares, 0, heads * n, 0f);
    kernels.addProduct(heads, width, n, foldedHeads, tokensTransposed, shares);
    for (int head = 0; head < heads; head++) {
      Softmax.apply(kernels, shares, head * n, shares, head * n, n);
    }
    Arrays.fill(mixedTokens, 0f);
    kernels.addProduct(heads, n, width, shares, tokens, mixedTokens);
    for (int head = 0; head < heads; head++) {
      System.arraycopy(mixedTokens, head * width, folded, 0, width);
      System.arraycopy(block.attention().value().bias(), head * slice, part, 0, slice);
      kernels.addProduct(1, width, slice, folded, values[head], part);
      System.arraycopy(part, 0, mixed, head * slice, slice);
    }
  }

  private static void add(float[] values, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
  }
}

package io.mixtide.model.network;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Matrix;
import io.mixtide.model.kernel.Softmax;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Multi-head attention (Vaswani et al., 2017) of targets to the tokens of their task's context, for
 * several tasks of different sizes at once. There is no attention among tokens. Without tokens
 * nothing is attended to, and the output is that layer's bias.
 *
 * <p>Rows of all tasks lie one after another, targets apart from tokens.
 */
public record CrossAttention(int heads, Dense query, Dense key, Dense value, Dense output) {

  static CrossAttention random(int width, int heads, UniformRandomProvider random) {
    return new CrossAttention(
        heads,
        Dense.random(width, width, random),
        Dense.random(width, width, random),
        Dense.random(width, width, random),
        Dense.random(width, width, random));
  }

  static CrossAttention zeros(int width, int heads) {
    return new CrossAttention(
        heads,
        Dense.zeros(width, width),
        Dense.zeros(width, width),
        Dense.zeros(width, width),
        Dense.zeros(width, width));
  }

  /** What one pass over a batch leaves behind, and room to work in. */
  public static final class Activations {
    private final int mostTokens;
    final float[] query;
    final float[] key;
    final float[] value;
    final float[] shares;
    final float[] mixed;
    final float[] output;
    final float[] queryDelta;
    final float[] keyDelta;
    final float[] valueDelta;
    final float[] mixedDelta;
    final float[] q;
    final float[] k;
    final float[] v;
    final float[] p;
    final float[] a;
    final float[] d;
    final float[] t;

    Activations(int width, int heads, int tasks, int mostTokens, int mostTargets) {
      int tokenRows = tasks * mostTokens;
      int targetRows = tasks * mostTargets;
      int slice = width / heads;
      this.mostTokens = mostTokens;
      query = new float[targetRows * width];
      key = new float[tokenRows * width];
      value = new float[tokenRows * width];
      shares = new float[targetRows * mostTokens * heads];
      mixed = new float[targetRows * width];
      output = new float[targetRows * width];
      queryDelta = new float[targetRows * width];
      keyDelta = new float[tokenRows * width];
      valueDelta = new float[tokenRows * width];
      mixedDelta = new float[targetRows * width];
      q = new float[mostTargets * slice];
      k = new float[mostTokens * slice];
      v = new float[mostTokens * slice];
      p = new float[mostTargets * mostTokens];
      a = new float[mostTargets * slice];
      d = new float[mostTargets * mostTokens];
      t = new float[mostTokens * slice];
    }
  }

  private int width() {
    return query.out();
  }

  private int slice() {
    return width() / heads;
  }

  private float scale() {
    return (float) (1 / Math.sqrt(slice()));
  }

  /**
   * From {@code targets} and {@code tokens} to {@code a.output}.
   *
   * @param batch how many tokens and targets each task has
   * @param targets {@code [target rows, width]}
   * @param tokens {@code [token rows, width]}
   */
  void forward(Kernels kernels, TaskRows batch, float[] targets, float[] tokens, Activations a) {
    query.forward(kernels, batch.targetRows(), targets, a.query);
    key.forward(kernels, batch.contextRows(), tokens, a.key);
    value.forward(kernels, batch.contextRows(), tokens, a.value);
    Arrays.fill(a.mixed, 0, batch.targetRows() * width(), 0f);
    batch.forEach((token, n, target, m) -> {
      for (int head = 0; head < heads && n > 0; head++) {
        attend(kernels, head, token, n, target, m, a);
      }
    });
    output.forward(kernels, batch.targetRows(), a.mixed, a.output);
  }

  private void attend(
      Kernels kernels, int head, int token, int n, int target, int m, Activations a) {
    int slice = slice();
    take(a.query, head, target, m, a.q);
    take(a.key, head, token, n, a.v);
    Matrix.transpose(a.v, n, slice, a.k);
    Arrays.fill(a.p, 0, m * n, 0f);
    kernels.addProduct(m, slice, n, a.q, a.k, a.p);
    float scale = scale();
    for (int i = 0; i < m * n; i++) {
      a.p[i] *= scale;
    }
    for (int row = 0; row < m; row++) {
      Softmax.apply(kernels, a.p, row * n, a.p, row * n, n);
    }
    System.arraycopy(a.p, 0, a.shares, sharesAt(head, target, n, m, a), m * n);
    take(a.value, head, token, n, a.v);
    Arrays.fill(a.a, 0, m * slice, 0f);
    kernels.addProduct(m, n, slice, a.p, a.v, a.a);
    put(a.a, head, target, m, a.mixed);
  }

  /**
   * Adds this pass's gradients to {@code gradient}, {@code targetsBelow} and {@code tokensBelow}.
   *
   * @param delta the loss's gradient at the output, {@code [target rows, width]}
   */
  void backward(
      Kernels kernels,
      TaskRows batch,
      float[] targets,
      float[] tokens,
      Activations a,
      float[] delta,
      CrossAttention gradient,
      float[] targetsBelow,
      float[] tokensBelow) {
    int targetRows = batch.targetRows();
    int tokenRows = batch.contextRows();
    output.backward(kernels, targetRows, a.mixed, delta, gradient.output);
    Arrays.fill(a.mixedDelta, 0, targetRows * width(), 0f);
    output.addInputGradient(kernels, targetRows, delta, a.mixedDelta);
    Arrays.fill(a.queryDelta, 0, targetRows * width(), 0f);
    batch.forEach((token, n, target, m) -> {
      for (int head = 0; head < heads && n > 0; head++) {
        attendBackward(kernels, head, token, n, target, m, a);
      }
    });
    query.backward(kernels, targetRows, targets, a.queryDelta, gradient.query);
    query.addInputGradient(kernels, targetRows, a.queryDelta, targetsBelow);
    key.backward(kernels, tokenRows, tokens, a.keyDelta, gradient.key);
    key.addInputGradient(kernels, tokenRows, a.keyDelta, tokensBelow);
    value.backward(kernels, tokenRows, tokens, a.valueDelta, gradient.value);
    value.addInputGradient(kernels, tokenRows, a.valueDelta, tokensBelow);
  }

  private void attendBackward(
      Kernels kernels, int head, int token, int n, int target, int m, Activations a) {
    int slice = slice();
    System.arraycopy(a.shares, sharesAt(head, target, n, m, a), a.p, 0, m * n);
    take(a.mixedDelta, head, target, m, a.a);
    Arrays.fill(a.t, 0, n * slice, 0f);
    kernels.addTransposedProduct(n, m, slice, a.p, a.a, a.t);
    put(a.t, head, token, n, a.valueDelta);

    take(a.value, head, token, n, a.v);
    Matrix.transpose(a.v, n, slice, a.k);
    Arrays.fill(a.d, 0, m * n, 0f);
    kernels.addProduct(m, slice, n, a.a, a.k, a.d);
    float scale = scale();
    for (int row = 0; row < m; row++) {
      float expected = 0f;
      for (int i = row * n; i < (row + 1) * n; i++) {
        expected = Math.fma(a.d[i], a.p[i], expected);
      }
      for (int i = row * n; i < (row + 1) * n; i++) {
        a.d[i] = scale * a.p[i] * (a.d[i] - expected);
      }
    }
    take(a.key, head, token, n, a.v);
    Arrays.fill(a.a, 0, m * slice, 0f);
    kernels.addProduct(m, n, slice, a.d, a.v, a.a);
    put(a.a, head, target, m, a.queryDelta);

    take(a.query, head, target, m, a.q);
    Arrays.fill(a.t, 0, n * slice, 0f);
    kernels.addTransposedProduct(n, m, slice, a.d, a.q, a.t);
    put(a.t, head, token, n, a.keyDelta);
  }

  /** Where a task's attention of one head is kept. */
  private int sharesAt(int head, int target, int n, int m, Activations a) {
    return target * a.mostTokens * heads + head * m * n;
  }

  private void take(float[] from, int head, int first, int rows, float[] to) {
    int slice = slice();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, (first + row) * width() + head * slice, to, row * slice, slice);
    }
  }

  private void put(float[] from, int head, int first, int rows, float[] to) {
    int slice = slice();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, row * slice, to, (first + row) * width() + head * slice, slice);
    }
  }
}

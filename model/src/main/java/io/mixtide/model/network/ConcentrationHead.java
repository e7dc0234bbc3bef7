package io.mixtide.model.network;

import static io.mixtide.model.kernel.Kernels.COLUMNS;

import io.mixtide.model.kernel.FloatMath;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import java.util.Arrays;

/**
 * From the head's output {@code o} and the pooled responsibilities {@code q} to the concentration,
 * prior plus evidence:
 *
 * <pre>
 * alpha = softplus(o[1..L]) + 0.05 + sigmoid(o[L+1]) · n · softmax(ln(q + 1e-3) + o[L+2..2L+1])
 * </pre>
 *
 * <p>The first term is the amortised prior; the second an amortised count of which experts
 * explained the observations, so that the Dirichlet sharpens as the context grows. Other {@link
 * Weighting}s have no second term, or not even the first: then alpha is 1 throughout.
 *
 * <p>The softmax is taken as {@code e^o (q + 1e-3)} over its sum, which spares the logarithms. Used
 * by one thread.
 */
public final class ConcentrationHead {
  /** The least concentration of an expert. */
  public static final float MIN_ALPHA = 0.05f;

  /** Added to mean responsibilities, so that no expert's share is nothing. */
  public static final float MIN_Q = 1e-3f;

  private final Kernels kernels;
  private final int experts;
  private final Weighting weighting;
  private final float[] share;

  /** The head of networks of the given shape. */
  public ConcentrationHead(Kernels kernels, Architecture architecture) {
    this.kernels = kernels;
    experts = architecture.experts();
    weighting = architecture.weighting();
    share = new float[experts];
  }

  /** How many numbers the head takes from the prior network. */
  static int inputs(Architecture a) {
    return a.weighting() == Weighting.DIRICHLET_WITH_EVIDENCE ? 2 * a.experts() + 1 : a.experts();
  }

  /** The pooled summary's entry for the size of the context, {@code ½ ln(1+n)}. */
  public static float sizeFeature(int n) {
    return 0.5f * FloatMath.log(1f + n);
  }

  /**
   * @param n size of the context
   * @param q mean responsibilities {@code [experts]} from {@code qOffset}; read for evidence alone
   * @param o the prior network's output, {@code [experts]} or with evidence {@code [2 · experts +
   *     1]}, from {@code oOffset}
   * @param alpha receives the concentration {@code [experts]}
   */
  public void forward(int n, float[] q, int qOffset, float[] o, int oOffset, float[] alpha) {
    if (weighting == Weighting.UNIFORM) {
      Arrays.fill(alpha, 1f);
      return;
    }
    kernels.softplus(o, oOffset, MIN_ALPHA, alpha, 0, experts);
    if (weighting == Weighting.DIRICHLET_WITH_EVIDENCE) {
      float evidence = FloatMath.sigmoid(o[oOffset + experts]) * n;
      share(q, qOffset, o, oOffset);
      for (int l = 0; l < experts; l++) {
        alpha[l] += evidence * share[l];
      }
    }
  }

  /**
   * As {@link #forward} of {@link Kernels#COLUMNS} contexts, each a column.
   *
   * @param n sizes of the contexts, {@code [COLUMNS]}
   * @param q {@code [experts, COLUMNS]} from {@code qOffset}
   * @param o {@code [experts, COLUMNS]} or with evidence {@code [2 · experts + 1, COLUMNS]}; with
   *     evidence it is overwritten
   * @param alpha receives {@code [experts, COLUMNS]}
   * @param scratch two of {@code [COLUMNS]}
   */
  public void forwardColumns(
      float[] n, float[] q, int qOffset, float[] o, float[] alpha, float[][] scratch) {
    int all = experts * COLUMNS;
    if (weighting == Weighting.UNIFORM) {
      Arrays.fill(alpha, 0, all, 1f);
      return;
    }
    kernels.softplus(o, 0, MIN_ALPHA, alpha, 0, all);
    if (weighting != Weighting.DIRICHLET_WITH_EVIDENCE) {
      return;
    }
    float[] sums = scratch[0];
    float[] evidence = scratch[1];
    // What was the prior's output is the shares' room from here on.
    kernels.relativeColumns(experts, o, all + COLUMNS, o, evidence);
    kernels.weighColumns(experts, o, q, qOffset, MIN_Q, sums);
    kernels.divideColumns(experts, o, sums, o, 0);
    for (int i = 0; i < COLUMNS; i++) {
      evidence[i] = -o[all + i];
    }
    kernels.exp(evidence, 0, evidence, 0, COLUMNS);
    for (int i = 0; i < COLUMNS; i++) {
      evidence[i] = 1f / (1f + evidence[i]) * n[i];
    }
    kernels.addScaledColumns(experts, o, evidence, alpha);
  }

  /**
   * Gradient at {@code o} from the gradient at {@code alpha}; {@code q} counts as data.
   *
   * @param gradient dJ/d alpha {@code [experts]}
   * @param delta receives dJ/d o, as long as {@code o}, from {@code oOffset}
   */
  public void backward(
      int n, float[] q, int qOffset, float[] o, int oOffset, float[] gradient, float[] delta) {
    for (int l = 0; l < experts; l++) {
      delta[oOffset + l] =
          weighting == Weighting.UNIFORM ? 0f : gradient[l] * FloatMath.sigmoid(o[oOffset + l]);
    }
    if (weighting == Weighting.DIRICHLET_WITH_EVIDENCE) {
      share(q, qOffset, o, oOffset);
      float expected = 0f;
      for (int l = 0; l < experts; l++) {
        expected += share[l] * gradient[l];
      }
      float gate = FloatMath.sigmoid(o[oOffset + experts]);
      delta[oOffset + experts] = n * expected * gate * (1f - gate);
      for (int l = 0; l < experts; l++) {
        delta[oOffset + experts + 1 + l] = gate * n * share[l] * (gradient[l] - expected);
      }
    }
  }

  private void share(float[] q, int qOffset, float[] o, int oOffset) {
    Softmax.relative(kernels, o, oOffset + experts + 1, share, 0, experts);
    float sum = 0f;
    for (int l = 0; l < experts; l++) {
      share[l] *= q[qOffset + l] + MIN_Q;
      sum += share[l];
    }
    kernels.scale(share, 0, 1f / sum, share, 0, experts);
  }
}

package io.mixtide.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The networks of a Neural Mixture Density Process with input experts: {@code p_l(y|x)} does not
 * depend on the context.
 *
 * @param trunk the experts: x {@code [dx]} to {@code [2 · experts · dy]}, means then raw scales
 * @param embedding one observation with its responsibilities, {@code [x, y, q]}, to {@code
 *     [embedding]}
 * @param head the pooled context, {@code [h, ½ ln(1+n), q]}, to {@code [2 · experts + 1]}: prior
 *     concentration, gate of the evidence, correction of the evidence
 */
public record Network(Architecture architecture, Mlp trunk, Mlp embedding, Mlp head) {

  /**
   * A network with random parameters. The means of the experts start spread evenly over [−1, 1], so
   * that no two experts begin alike.
   */
  public static Network random(Architecture a, UniformRandomProvider random) {
    Network network =
        new Network(
            a,
            Mlp.random(random, trunkSizes(a)),
            Mlp.random(random, embeddingSizes(a)),
            Mlp.random(random, headSizes(a)));
    scale(network.trunk.last().weight(), 0.5f);
    scale(network.head.last().weight(), 0.3f);
    float[] bias = network.trunk.last().bias();
    int means = a.experts() * a.dy();
    Arrays.fill(bias, means, 2 * means, -0.5f);
    for (int i = 0; i < means; i++) {
      int expert = i / a.dy();
      bias[i] = a.experts() == 1 ? 0f : -1f + 2f * expert / (a.experts() - 1);
    }
    return network;
  }

  /** A network of the same shape, all zero. */
  public Network zeros() {
    return zeros(architecture);
  }

  /** A network of the given shape, all zero. */
  public static Network zeros(Architecture a) {
    return new Network(
        a, Mlp.zeros(trunkSizes(a)), Mlp.zeros(embeddingSizes(a)), Mlp.zeros(headSizes(a)));
  }

  /** How many parameters a network of the given shape has. */
  public static long size(Architecture a) {
    return Mlp.size(trunkSizes(a)) + Mlp.size(embeddingSizes(a)) + Mlp.size(headSizes(a));
  }

  /** Whether every parameter is a finite number. */
  public boolean isFinite() {
    for (Parameter parameter : parameters()) {
      for (float value : parameter.values()) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Every array of parameters, in a fixed order. */
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    add(all, "trunk", trunk);
    add(all, "phi", embedding);
    add(all, "head", head);
    return all;
  }

  private static void add(List<Parameter> all, String name, Mlp mlp) {
    for (int i = 0; i < mlp.layers().size(); i++) {
      Dense layer = mlp.layers().get(i);
      // The activations between count as modules of their own in a PyTorch sequence.
      String prefix = name + "." + 2 * i;
      all.add(new Parameter(prefix + ".weight", layer.weight(), layer.in(), layer.out()));
      all.add(new Parameter(prefix + ".bias", layer.bias(), 0, layer.out()));
    }
  }

  private static int[] trunkSizes(Architecture a) {
    return new int[] {a.dx(), a.width(), a.width(), a.width(), 2 * a.experts() * a.dy()};
  }

  private static int[] embeddingSizes(Architecture a) {
    int e = a.embedding();
    return new int[] {a.dx() + a.dy() + a.experts(), e, e, e};
  }

  private static int[] headSizes(Architecture a) {
    return new int[] {a.embedding() + 1 + a.experts(), a.embedding(), 2 * a.experts() + 1};
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }
}

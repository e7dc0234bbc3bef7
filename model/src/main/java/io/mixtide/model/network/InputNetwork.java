package io.mixtide.model.network;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Networks with input experts: {@code p_l(y|x)} does not depend on the context.
 *
 * @param trunk the experts: x {@code [dx]} to {@code [2 · experts · dy]}, means then raw scales
 * @param embedding one observation with its responsibilities, {@code [x, y, q]}, to {@code
 *     [embedding]}
 * @param head the pooled context, {@code [h, ½ ln(1+n), q]}, to what {@link ConcentrationHead}
 *     takes
 */
public record InputNetwork(Architecture architecture, Mlp trunk, Mlp embedding, Mlp head)
    implements Network {
  private static final float SPREAD = 1f;

  static InputNetwork random(Architecture a, UniformRandomProvider random) {
    InputNetwork network =
        new InputNetwork(
            a,
            Mlp.random(random, trunkSizes(a)),
            Mlp.random(random, embeddingSizes(a)),
            Mlp.random(random, headSizes(a)));
    Initialisation.experts(network.trunk.last(), a, SPREAD);
    Initialisation.head(network.head.last());
    return network;
  }

  static InputNetwork zeros(Architecture a) {
    return new InputNetwork(
        a, Mlp.zeros(trunkSizes(a)), Mlp.zeros(embeddingSizes(a)), Mlp.zeros(headSizes(a)));
  }

  static long size(Architecture a) {
    return Mlp.size(trunkSizes(a)) + Mlp.size(embeddingSizes(a)) + Mlp.size(headSizes(a));
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    Parameter.add(all, "trunk", trunk);
    Parameter.add(all, "phi", embedding);
    Parameter.add(all, "head", head);
    return all;
  }

  private static int[] trunkSizes(Architecture a) {
    return new int[] {a.dx(), a.width(), a.width(), a.width(), 2 * a.experts() * a.dy()};
  }

  private static int[] embeddingSizes(Architecture a) {
    int e = a.embedding();
    return new int[] {a.dx() + a.dy() + a.experts(), e, e, e};
  }

  private static int[] headSizes(Architecture a) {
    return new int[] {a.embedding() + 1 + a.experts(), a.embedding(), ConcentrationHead.inputs(a)};
  }
}

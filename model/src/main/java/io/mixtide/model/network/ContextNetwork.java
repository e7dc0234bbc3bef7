package io.mixtide.model.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Networks with context experts: {@code p_l(y | x, context)}, the same weights for all tasks. Each
 * observation becomes one token {@code t = value([x, y]) + position(x)}, which never changes
 * afterwards. A query starts as {@code h = position(x*)}, passes the blocks, in which it attends to
 * the normalised tokens, and is decoded from {@code [x*, norm h, mean t]}.
 *
 * @param value {@code [x, y]} to {@code [embedding]}
 * @param position x to {@code [embedding]}
 * @param tokenNorm of the tokens that are attended to
 * @param blocks none or more
 * @param outputNorm of a query after the blocks
 * @param decoder {@code [x*, norm h, mean t]} to {@code [2 · experts · dy]}, means then raw scales
 * @param pool a token, before a ReLU and a mean over tokens, for the prior network
 * @param head the pooled context, {@code [mean, ½ ln(1+n)]}, to what {@link ConcentrationHead}
 *     takes
 */
public record ContextNetwork(
    Architecture architecture,
    Mlp value,
    Mlp position,
    LayerNorm tokenNorm,
    List<AttentionBlock> blocks,
    LayerNorm outputNorm,
    Mlp decoder,
    Dense pool,
    Mlp head)
    implements Network {
  private static final float SPREAD = 0.3f;

  static ContextNetwork random(Architecture a, UniformRandomProvider random) {
    int e = a.embedding();
    ContextNetwork network =
        new ContextNetwork(
            a,
            Mlp.random(random, valueSizes(a)),
            Mlp.random(random, positionSizes(a)),
            LayerNorm.identity(e),
            Stream.generate(() -> AttentionBlock.random(e, a.attention().heads(), random))
                .limit(a.attention().blocks())
                .toList(),
            LayerNorm.identity(e),
            Mlp.random(random, decoderSizes(a)),
            Dense.random(e, e, random),
            Mlp.random(random, headSizes(a)));
    Initialisation.experts(network.decoder.last(), a, SPREAD);
    Initialisation.head(network.head.last());
    return network;
  }

  static ContextNetwork zeros(Architecture a) {
    int e = a.embedding();
    return new ContextNetwork(
        a,
        Mlp.zeros(valueSizes(a)),
        Mlp.zeros(positionSizes(a)),
        LayerNorm.zeros(e),
        IntStream.range(0, a.attention().blocks())
            .mapToObj(i -> AttentionBlock.zeros(e, a.attention().heads()))
            .toList(),
        LayerNorm.zeros(e),
        Mlp.zeros(decoderSizes(a)),
        Dense.zeros(e, e),
        Mlp.zeros(headSizes(a)));
  }

  static long size(Architecture a) {
    int e = a.embedding();
    return Mlp.size(valueSizes(a))
        + Mlp.size(positionSizes(a))
        + 4L * e
        + a.attention().blocks() * AttentionBlock.size(e)
        + Mlp.size(decoderSizes(a))
        + Mlp.size(e, e)
        + Mlp.size(headSizes(a));
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    Parameter.add(all, "value", value);
    Parameter.add(all, "position", position);
    Parameter.add(all, "token_norm", tokenNorm);
    Parameter.add(all, "out_norm", outputNorm);
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).addParameters(all, "blocks." + i);
    }
    Parameter.add(all, "decoder", decoder);
    Parameter.add(all, "pool", pool);
    Parameter.add(all, "head", head);
    return all;
  }

  private static int[] valueSizes(Architecture a) {
    int e = a.embedding();
    return new int[] {a.dx() + a.dy(), e, e, e};
  }

  private static int[] positionSizes(Architecture a) {
    return new int[] {a.dx(), a.embedding(), a.embedding()};
  }

  private static int[] decoderSizes(Architecture a) {
    int out = 2 * a.experts() * a.dy();
    return new int[] {a.dx() + 2 * a.embedding(), a.width(), a.width(), out};
  }

  private static int[] headSizes(Architecture a) {
    return new int[] {a.embedding() + 1, a.embedding(), ConcentrationHead.inputs(a)};
  }
}

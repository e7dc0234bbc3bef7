package io.mixtide.benchmark.engines;

import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.AttentionBlock;
import io.mixtide.model.network.ContextNetwork;
import io.mixtide.model.network.Dense;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import io.mixtide.model.network.Network;

/**
 * What one inference, an arrival and then a query of its task, asks of any hardware. Matrix
 * products and attention are counted, what is done once per output is not.
 *
 * @param kind of experts
 * @param experts how many
 * @param multiplyAdds of one inference
 * @param bytes that are read and written for it, in single precision: the task's state and the
 *     tokens it looks at, x, y, the new state and the mixture
 * @param weightBytes that are read for a batch, once
 */
record InferenceCost(String kind, int experts, long multiplyAdds, long bytes, long weightBytes) {
  private static final double GIGA = 1e9;

  /**
   * The cost with the given networks.
   *
   * @param context how many observations context experts look at
   */
  static InferenceCost of(ExpertKind kind, Network network, int context) {
    Architecture a = network.architecture();
    long weights = 0;
    for (var parameter : network.parameters()) {
      weights += (long) parameter.in() * parameter.out();
    }
    long inAndOut = 2L * a.dx() + a.dy() + 2L * a.experts() * a.dy() + a.experts();
    long width = a.embedding();
    return switch (network) {
      case InputNetwork input -> {
        long state = width + 2L * a.experts();
        long evaluation = size(input.trunk());
        long arrival = evaluation + size(input.embedding()) + size(input.head());
        yield new InferenceCost(
            kind.toString(),
            a.experts(),
            arrival + evaluation,
            Float.BYTES * (2 * state + inAndOut),
            Float.BYTES * weights);
      }
      case ContextNetwork experts -> {
        long state = 2 * width + a.experts();
        long tokens = (context + 1L) * width;
        long evaluation = evaluation(experts, context);
        long arrival =
            evaluation
                + size(experts.value())
                + size(experts.position())
                + size(experts.pool())
                + size(experts.head());
        yield new InferenceCost(
            kind.toString(),
            a.experts(),
            arrival + evaluation,
            Float.BYTES * (2 * state + tokens + inAndOut),
            Float.BYTES * weights);
      }
    };
  }

  /** Keys and values are applied to the query, never to the tokens. */
  private static long evaluation(ContextNetwork network, int context) {
    long sum = size(network.position()) + size(network.decoder());
    for (AttentionBlock block : network.blocks()) {
      long width = block.attention().query().out();
      sum += size(block.feedForward());
      sum += size(block.attention().query()) + size(block.attention().output());
      sum += size(block.attention().key()) + size(block.attention().value());
      sum += 2L * block.attention().heads() * width * context;
    }
    return sum;
  }

  private static long size(Mlp mlp) {
    return mlp.layers().stream().mapToLong(InferenceCost::size).sum();
  }

  private static long size(Dense layer) {
    return (long) layer.in() * layer.out();
  }

  /** Seconds of arithmetic that an inference takes under a roof. */
  private double arithmetic(Roof roof) {
    return 2.0 * multiplyAdds / (GIGA * roof.gflops());
  }

  /** Seconds of memory traffic that an inference takes under a roof, in batches of a size. */
  private double traffic(Roof roof, int batch) {
    return (bytes + (double) weightBytes / batch) / (GIGA * roof.gigabytesPerSecond());
  }

  /** The most inferences a second that a roof allows. */
  double most(Roof roof, int batch) {
    return 1 / Math.max(arithmetic(roof), traffic(roof, batch));
  }

  /** {@code FLOP} or {@code memory}: what that limit is due to. */
  String bound(Roof roof, int batch) {
    return arithmetic(roof) >= traffic(roof, batch) ? "FLOP" : "memory";
  }
}

package io.mixtide.benchmark;

import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.training.TrainingSettings;
import io.mixtide.model.training.Variant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The models that others would use, and Mixtide's two kinds, as settings of the same code. The
 * single Gaussians are as wide as it takes to have as many parameters as context experts.
 */
final class Contenders {
  private Contenders() {}

  /** For observations of the given shape, trained for the given steps. */
  static List<Contender> of(int dx, int dy, int steps, int maxContext) {
    Contender context =
        new Contender(
            "context experts",
            Architecture.context(dx, dy),
            TrainingSettings.context(steps, 1).withMaxContext(maxContext));
    TrainingSettings standard = TrainingSettings.standard(steps, 1).withMaxContext(maxContext);
    long parameters = context.parameters();
    Architecture one = context.architecture().withExperts(1);
    Attention attention = one.attention();
    Stream<Contender> singles =
        Stream.of(
            new Contender(
                "one Gaussian (A1)",
                Variant.A1.of(Architecture.standard(dx, dy)),
                Variant.A1.of(standard)),
            new Contender(
                "one Gaussian, mean of context (CNP-like)",
                one.withAttention(attention.withBlocks(0)),
                context.settings()),
            new Contender(
                "one Gaussian, attention (ANP-like)",
                one.withAttention(attention.withBlocks(1)),
                context.settings()),
            new Contender("one Gaussian, context experts' backbone", one, context.settings()));
    Contender input = new Contender("input experts", Architecture.standard(dx, dy), standard);
    return Stream.concat(
            singles.map(single -> single.withParameters(parameters)), Stream.of(input, context))
        .toList();
  }
}

package io.mixtide.benchmark.engines;

import io.mixtide.model.network.Architecture;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The two kinds of expert, in the sizes that the trainer makes by default. */
enum ExpertKind {
  INPUT {
    @Override
    Architecture architecture(int experts, int context) {
      return Architecture.standard(1, 1).withExperts(experts);
    }
  },
  CONTEXT {
    @Override
    Architecture architecture(int experts, int context) {
      Architecture standard = Architecture.context(1, 1).withExperts(experts);
      return standard.withAttention(standard.attention().withWindow(context));
    }
  };

  /** The kind of a name as {@link #toString} gives it. */
  static ExpertKind named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The names of all. */
  static List<String> names() {
    return Arrays.stream(values()).map(ExpertKind::toString).toList();
  }

  /**
   * The shape of networks of this kind.
   *
   * @param context how many observations context experts look at
   */
  abstract Architecture architecture(int experts, int context);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

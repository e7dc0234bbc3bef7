package io.mixtide.benchmark;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure over several seeds.
 *
 * @param mean over the seeds
 * @param deviation their sample standard deviation; 0 for a single one
 */
record Spread(double mean, double deviation) {

  /** Of at least one value. */
  static Spread of(List<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
  }

  /** As tables show it: three decimals, and the deviation if there is one. */
  String text() {
    return deviation == 0
        ? String.format(Locale.ROOT, "%.3f", mean)
        : String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
  }

  /** As {@link #text()}, or a dash for what has no figure. */
  static String text(@Nullable Spread spread) {
    return spread == null ? "–" : spread.text();
  }

  /** The mean of several figures; their deviations are averaged as variances of a sum are. */
  static Spread mean(List<Spread> of) {
    double mean = of.stream().mapToDouble(Spread::mean).average().orElseThrow();
    double squares = of.stream().mapToDouble(s -> s.deviation * s.deviation).sum();
    return new Spread(mean, Math.sqrt(squares) / of.size());
  }
}

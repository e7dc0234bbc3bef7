package io.mixtide.benchmark;

import io.mixtide.model.evaluation.ContextScore;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Figures drawn from scores by context size. */
final class Scores {
  private Scores() {}

  /** The plain mean over context sizes. */
  static double mean(List<ContextScore> scores, ToDoubleFunction<ContextScore> figure) {
    return scores.stream().mapToDouble(figure).average().orElseThrow();
  }
}

package io.mixtide.model.inference;

import io.mixtide.model.density.ExpectedInformation;
import java.util.Comparator;
import java.util.List;

/**
 * An x worth labelling next.
 *
 * @param x {@code [dx]}, in the user's units
 * @param information what its y is expected to tell about the task, in nats
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record LabelAdvice(double[] x, double information) {

  /**
   * The most informative of some candidates, best first.
   *
   * @param candidates x's in the user's units, {@code [candidates][dx]}
   * @param limit how many to give at most
   * @param seed of the draws behind the expectation
   */
  public static List<LabelAdvice> best(
      TaskInference inference, TaskState state, List<double[]> candidates, int limit, long seed) {
    ExpectedInformation expected = new ExpectedInformation(state.alpha(), seed);
    return candidates.stream()
        .map(x -> new LabelAdvice(x, expected.at(inference.predict(state, x))))
        .sorted(Comparator.comparingDouble(LabelAdvice::information).reversed())
        .limit(limit)
        .toList();
  }
}

package io.mixtide.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.evaluation.ContextScore;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusteredOracleTest {

  /** The published best scores are means over all sizes of 0.161 and 0.242, on other tasks. */
  @Test
  void shouldScoreAsPublished() {
    TaskSet all = TestTasks.clustered(5);
    TaskSet some =
        new TaskSet(1, 1, all.tasks().stream().filter(t -> t.name().endsWith("3")).toList());
    List<ContextScore> scores = new ClusteredOracle(1).evaluate(some);
    assertThat(scores).hasSize(TestTasks.CLUSTERED_SIZES.size());
    assertThat(Scores.mean(scores, ContextScore::marginalUserUnits)).isCloseTo(0.161, within(0.1));
    assertThat(Scores.mean(scores, ContextScore::jointUserUnits)).isCloseTo(0.242, within(0.1));
  }

  /** Without a context and with one target, the best density is the average over all tasks. */
  @Test
  void shouldKnowNothingWithoutAContext() {
    double x = 0.3;
    double y = ClusteredFamily.function(2, x);
    Task task = new Task("t", null, 1, 1, new double[] {x}, new double[] {y}, 0, 0);
    ContextScore score =
        new ClusteredOracle(1).evaluate(new TaskSet(1, 1, List.of(task))).getFirst();
    // The share of all observations that each function makes, from the groups' means.
    double[] shares = {0.25, 0.1, 0.3, 0.125, 0.125, 0.1};
    double expected = 0;
    for (int k = 0; k < shares.length; k++) {
      double d = (y - ClusteredFamily.function(k, x)) / ClusteredFamily.NOISE;
      expected += (10 * shares[k] + 0.05) / 10.3 * Math.exp(-0.5 * d * d);
    }
    double density = Math.exp(score.marginal()) * ClusteredFamily.NOISE * Math.sqrt(2 * Math.PI);
    assertThat(density).isCloseTo(expected, within(0.01));
    assertThat(score.joint()).isCloseTo(score.marginal(), within(1e-9));
  }
}

package io.mixtide.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusteredFamilyTest {
  private static final int POINTS = 100;
  private static final TaskSet TASKS = ClusteredFamily.generate(4000, POINTS, 11);

  @Test
  void shouldBeDeterministicBySeedAndKeepItsBeginning() {
    TaskSet one = ClusteredFamily.generate(5, 4, 7);

    assertThat(ClusteredFamily.generate(5, 4, 7)).usingRecursiveComparison().isEqualTo(one);
    assertThat(ClusteredFamily.generate(9, 4, 7).tasks().subList(0, 5))
        .usingRecursiveComparison()
        .isEqualTo(one.tasks());
    assertThat(ClusteredFamily.generate(5, 4, 8).tasks().getFirst().x())
        .isNotEqualTo(one.tasks().getFirst().x());
  }

  @Test
  void shouldDrawXUniformlyAndGroupsEvenly() {
    double[] x = TASKS.tasks().stream().flatMapToDouble(t -> Arrays.stream(t.x())).toArray();

    assertThat(Arrays.stream(x).min().orElseThrow()).isBetween(-2.0, -1.999);
    assertThat(Arrays.stream(x).max().orElseThrow()).isBetween(1.999, 2.0);
    assertThat(Arrays.stream(x).average().orElseThrow()).isCloseTo(0, within(0.01));
    assertThat(Arrays.stream(x).map(v -> v * v).average().orElseThrow())
        .isCloseTo(4.0 / 3, within(0.01));
    Map<String, Long> groups =
        TASKS.tasks().stream()
            .collect(
                Collectors.groupingBy(
                    t -> Objects.requireNonNull(t.group()), Collectors.counting()));
    assertThat(groups.keySet()).containsExactlyInAnyOrder("0", "1", "2", "3");
    assertThat(groups.values()).allSatisfy(n -> assertThat(n).isBetween(880L, 1120L));
  }

  /** Mean and variance over the function weights E[pi] = (10 M + 0.05) / 10.3, plus the noise. */
  @Test
  void shouldHaveTheMomentsOfItsDescription() {
    double[][] means = {
      {.7, .3, 0, 0, 0, 0}, {.3, 0, .7, 0, 0, 0}, {0, 0, .5, .5, 0, 0}, {0, .1, 0, 0, .5, .4}
    };
    for (int group = 0; group < 4; group++) {
      double[] weights = Arrays.stream(means[group]).map(m -> (10 * m + 0.05) / 10.3).toArray();
      double sum = 0;
      double squares = 0;
      double expected = 0;
      double expectedSquare = 0.01;
      int n = 0;
      for (Task task : TASKS.tasks()) {
        if (Integer.toString(group).equals(task.group())) {
          for (int i = 0; i < POINTS; i++, n++) {
            sum += task.y()[i];
            squares += task.y()[i] * task.y()[i];
          }
        }
      }
      int grid = 2001;
      for (int i = 0; i < grid; i++) {
        double x = -2 + 4.0 * (i + 0.5) / grid;
        for (int k = 0; k < 6; k++) {
          double f = ClusteredFamily.function(k, x);
          expected += weights[k] * f / grid;
          expectedSquare += weights[k] * f * f / grid;
        }
      }
      assertThat(sum / n).as("mean of group %d", group).isCloseTo(expected, within(0.05));
      assertThat(squares / n)
          .as("second moment of group %d", group)
          .isCloseTo(expectedSquare, within(0.06));
    }
  }

  @Test
  void shouldLieWithinNoiseOfAFunction() {
    double squares = 0;
    for (Task task : TASKS.tasks()) {
      for (int i = 0; i < POINTS; i++) {
        double x = task.x()[i];
        double y = task.y()[i];
        double nearest =
            IntStream.range(0, ClusteredFamily.FUNCTIONS)
                .mapToDouble(k -> Math.abs(y - ClusteredFamily.function(k, x)))
                .min()
                .orElseThrow();
        assertThat(nearest).isLessThan(6 * ClusteredFamily.NOISE);
        squares += nearest * nearest;
      }
    }
    // The nearest function is at most as far as the true one, and mostly is that one.
    assertThat(Math.sqrt(squares / TASKS.observations())).isBetween(0.08, 0.1);
  }

  /** By hand: -0.24 + 0.645785 sin(2.39231), and -1.2 - 0.09228 + 0.923098 sin(4.92532). */
  @Test
  void shouldHaveItsFunctions() {
    assertThat(ClusteredFamily.function(0, 0)).isCloseTo(0.19985301740869726, within(1e-12));
    assertThat(ClusteredFamily.function(5, 1)).isCloseTo(-2.194530491200803, within(1e-12));
  }
}

package io.mixtide.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.random.RandomStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class RetrainingTest {
  private static final LocalDate START = LocalDate.of(2020, 1, 1);

  @Test
  void shouldGainWhereTheStreamHasChanged() {
    List<Retraining.Period> told = new ArrayList<>();
    Retraining.Result result = new Retraining(10, 60, 60, 3e-3, 1).run(days(60, 20), told::add);

    assertThat(told).isEqualTo(result.periods()).hasSize(5);
    assertThat(told.getFirst().from()).isEqualTo("2020-01-11");
    // Before the first round, the first release is the one in force.
    assertThat(told.getFirst().retrained()).isEqualTo(told.getFirst().first());
    assertThat(told.getLast().gate()).isNull();
    assertThat(told.stream().map(Retraining.Period::release).distinct()).hasSizeGreaterThan(1);
    assertThat(result.gain())
        .isGreaterThan(0)
        .isCloseTo(result.retrained() - result.first(), within(1e-12));
  }

  @Test
  void shouldComeToTheSameEveryTime() {
    TaskSet days = days(30, 20);
    assertThat(new Retraining(10, 20, 20, 3e-3, 1).run(days, period -> {}))
        .isEqualTo(new Retraining(10, 20, 20, 3e-3, 1).run(days, period -> {}));
  }

  /** Days of twelve stations whose level is another one from day {@code change} on. */
  private static TaskSet days(int days, int change) {
    UniformRandomProvider random = RandomStream.of(3);
    List<Task> tasks = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      for (int station = 0; station < 12; station++) {
        double[] x = new double[12];
        double[] y = new double[12];
        for (int hour = 0; hour < x.length; hour++) {
          x[hour] = hour;
          y[hour] = (day < change ? 2 : 20) * (1 + random.nextDouble());
        }
        String name = "s%d/%s".formatted(station, START.plusDays(day));
        tasks.add(new Task(name, null, 1, 1, x, y, Task.NO_CONTEXT_SIZE, 12L * tasks.size()));
      }
    }
    return new TaskSet(1, 1, tasks);
  }
}

package io.mixtide.benchmark.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.data.Holdout;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShippedTasksTest {
  private static final double[] HOURS = IntStream.range(0, 24).asDoubleStream().toArray();

  @Test
  void shouldHaveEveryBikeStationDayWhole() {
    TaskSet tasks = ShippedTasks.bikeShare();

    assertThat(tasks.size()).isEqualTo(22_613);
    assertThat(tasks.observations()).isEqualTo(22_613 * 24);
    assertThat(tasks.tasks())
        .allSatisfy(task -> assertThat(task.x()).isEqualTo(HOURS))
        .extracting(task -> task.name().split("/")[0])
        .satisfies(stations -> assertThat(stations.stream().distinct()).hasSize(70));
    assertInOrderOfDate(tasks);
  }

  /**
   * By hand from the trips: on that day station 2 had arrivals 1 at 5, 2 at 15, 5 at 16 and 1 at
   * 17, departures 2 at 7, 1 at 8, 2 at 9 and 1 at 18.
   */
  @Test
  void shouldHaveTheNetArrivalsSinceMidnight() {
    Task day =
        ShippedTasks.bikeShare().tasks().stream()
            .filter(task -> task.name().equals("2/2014-01-02"))
            .findFirst()
            .orElseThrow();

    assertThat(day.y())
        .containsExactly(
            0, 0, 0, 0, 0, 1, 1, -1, -2, -4, -4, -4, -4, -4, -4, -2, 3, 4, 3, 3, 3, 3, 3, 3);
  }

  @Test
  void shouldHaveBeijingsCompleteDays() {
    TaskSet tasks = ShippedTasks.beijingAir();

    assertThat(tasks.size()).isEqualTo(15_144);
    assertThat(tasks.observations()).isEqualTo(363_456);
    assertThat(tasks.tasks()).allSatisfy(task -> assertThat(task.x()).isEqualTo(HOURS));
    assertInOrderOfDate(tasks);
  }

  /** So that holding out the last tasks splits by date. */
  private static void assertInOrderOfDate(TaskSet tasks) {
    assertThat(tasks.tasks().stream().map(ShippedTasksTest::date)).isSorted();
    Holdout.Split split = Holdout.holdoutLast(tasks, 0.2);
    List<Task> training = split.training().tasks();
    assertThat(date(split.heldOut().tasks().getFirst())).isGreaterThan(date(training.getLast()));
    assertThat((double) split.heldOut().size() / tasks.size()).isBetween(0.19, 0.21);
  }

  private static String date(Task task) {
    return task.name().split("/")[1];
  }
}

package io.mixtide.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HoldoutTest {

  @Test
  void shouldHoldOutWhatBeginsAtTheCutAndTrainOnWhatStraddlesIt() {
    TaskSet tasks = set(List.of(4, 3, 2, 1));

    assertThat(names(Holdout.holdoutLast(tasks, 0.3).heldOut())).containsExactly("2", "3");
    assertThat(names(Holdout.holdoutLast(tasks, 0.2).heldOut())).containsExactly("3");
    assertThat(names(Holdout.holdoutLast(tasks, 0.2).training())).containsExactly("0", "1", "2");
  }

  @Test
  void shouldKeepInterleavedTasksOfOneDayTogether() {
    // Two days of two places, hour by hour: rows 0 and 1 begin day one, rows 6 and 7 day two.
    TaskSet tasks =
        new TaskSet(
            1, 1, List.of(task("a1", 3, 0), task("b1", 3, 1), task("a2", 3, 6), task("b2", 3, 7)));

    assertThat(names(Holdout.holdoutLast(tasks, 0.6).heldOut())).containsExactly("a2", "b2");
  }

  @Test
  void shouldRefuseFractionsThatAreNone() {
    for (double fraction : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> Holdout.holdoutLast(set(List.of(1)), fraction))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property
  void shouldPartitionInOrderAndNeverHoldOutMoreThanTheFraction(
      @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 9) Integer> sizes,
      @ForAll @DoubleRange(min = 0, max = 1) double fraction) {
    TaskSet tasks = set(sizes);

    Holdout.Split split = Holdout.holdoutLast(tasks, fraction);

    List<Task> joined = new ArrayList<>(split.training().tasks());
    joined.addAll(split.heldOut().tasks());
    assertThat(joined).isEqualTo(tasks.tasks());
    long wanted = Math.round(fraction * tasks.observations());
    assertThat(split.heldOut().observations()).isBetween(Math.max(0, wanted - 8), wanted);
  }

  private static TaskSet set(List<Integer> sizes) {
    List<Task> tasks = new ArrayList<>();
    long firstRow = 0;
    for (int size : sizes) {
      tasks.add(task(Integer.toString(tasks.size()), size, firstRow));
      firstRow += size;
    }
    return new TaskSet(1, 1, tasks);
  }

  private static Task task(String name, int size, long firstRow) {
    return new Task(
        name, null, 1, 1, new double[size], new double[size], Task.NO_CONTEXT_SIZE, firstRow);
  }

  private static List<String> names(TaskSet tasks) {
    return tasks.tasks().stream().map(Task::name).toList();
  }
}

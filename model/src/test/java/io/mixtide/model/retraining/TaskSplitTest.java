package io.mixtide.model.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TaskSplitTest {

  @Property(tries = 200)
  void shouldPutEachTaskInOnePartWhateverTheOthersAre(
      @ForAll @Size(max = 40) Set<String> names,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double holdout,
      @ForAll Random order) {
    List<String> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, order);
    TaskSplit split = TaskSplit.of(tasks(shuffled.stream()), holdout);

    List<String> all = new ArrayList<>();
    for (TaskSplit.Part part : TaskSplit.Part.values()) {
      List<String> of = names(split, part);
      assertThat(of).allMatch(name -> TaskSplit.partOf(name, holdout) == part);
      all.addAll(of);
    }
    List<String> later = split.later().tasks().stream().map(Task::name).toList();
    assertThat(later)
        .allMatch(name -> TaskSplit.partOf(name, holdout) == TaskSplit.Part.TRAINING)
        .hasSizeLessThanOrEqualTo(names.size() / 5);
    all.addAll(later);
    assertThat(all).containsExactlyInAnyOrderElementsOf(names);
  }

  @Property(tries = 200)
  void shouldOnlyHoldOutMoreWhereTheShareIsLarger(
      @ForAll String name, @ForAll @DoubleRange(min = 0.01, max = 0.49) double holdout) {
    if (TaskSplit.partOf(name, holdout) != TaskSplit.Part.TRAINING) {
      assertThat(TaskSplit.partOf(name, 2 * holdout)).isEqualTo(TaskSplit.Part.THRESHOLDS);
    }
  }

  @Test
  void shouldHoldOutTheShareAskedForHalfForEachPart() {
    TaskSplit split =
        TaskSplit.of(tasks(IntStream.range(0, 20_000).mapToObj(i -> "task-" + i)), 0.2);
    assertThat(split.thresholds().size() / 20_000.0).isCloseTo(0.1, within(0.01));
    assertThat(split.gate().size() / 20_000.0).isCloseTo(0.1, within(0.01));
  }

  @Test
  void shouldNotLearnFromTheLatestTasks() {
    List<String> names = IntStream.range(0, 5000).mapToObj(i -> "task-" + i).toList();
    TaskSplit few = TaskSplit.of(tasks(names.subList(0, 1000).stream()), 0.2);
    TaskSplit many = TaskSplit.of(tasks(names.stream()), 0.2);
    assertThat(few.training().tasks()).allMatch(task -> number(task) < 800);
    assertThat(few.later().tasks()).hasSizeGreaterThan(100).allMatch(task -> number(task) >= 800);
    assertThat(many.later().tasks()).hasSizeGreaterThan(200).allMatch(task -> number(task) >= 4600);
  }

  private static int number(Task task) {
    return Integer.parseInt(task.name().substring("task-".length()));
  }

  @Test
  void shouldKeepANameInItsPartForEver() {
    // Written down: what a release has learnt from must not judge another program's candidate.
    assertThat(Stream.of("a", "b", "c", "g", "k", "m").map(name -> TaskSplit.partOf(name, 0.6)))
        .containsExactly(
            TaskSplit.Part.TRAINING,
            TaskSplit.Part.THRESHOLDS,
            TaskSplit.Part.THRESHOLDS,
            TaskSplit.Part.TRAINING,
            TaskSplit.Part.GATE,
            TaskSplit.Part.GATE);
  }

  private static List<String> names(TaskSplit split, TaskSplit.Part part) {
    TaskSet of =
        switch (part) {
          case TRAINING -> split.training();
          case THRESHOLDS -> split.thresholds();
          case GATE -> split.gate();
        };
    return of.tasks().stream().map(Task::name).toList();
  }

  private static TaskSet tasks(Stream<String> names) {
    return new TaskSet(
        1,
        1,
        names
            .map(name ->
                new Task(name, null, 1, 1, new double[1], new double[1], Task.NO_CONTEXT_SIZE, 0))
            .toList());
  }
}

package io.mixtide.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskSetTest {

  @Test
  void shouldDigestNamesSizesAndValuesInTheirOrder() {
    String digest = set(task("a", 1, 2), task("b", 3, 4)).sha256();
    assertThat(digest)
        .matches("[0-9a-f]{64}")
        .isEqualTo(set(task("a", 1, 2), task("b", 3, 4)).sha256());
    assertThat(
            List.of(
                set().sha256(),
                set(task("b", 3, 4), task("a", 1, 2)).sha256(),
                set(task("ab", 1, 2), task("", 3, 4)).sha256(),
                set(task("a", 1, 2), task("b", 3, 5)).sha256(),
                set(task("a", 2, 1), task("b", 3, 4)).sha256()))
        .doesNotHaveDuplicates()
        .doesNotContain(digest);
  }

  private static TaskSet set(Task... tasks) {
    return new TaskSet(1, 1, List.of(tasks));
  }

  private static Task task(String name, double x, double y) {
    return new Task(name, null, 1, 1, new double[] {x}, new double[] {y}, Task.NO_CONTEXT_SIZE, 0);
  }
}

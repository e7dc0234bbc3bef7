package io.mixtide.app.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.app.TestReleases;
import io.mixtide.model.release.Release;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowTest {
  private static final Release RELEASE = TestReleases.release(1);
  private static final int TASKS = 10_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9})
  void shouldCoverAboutItsShare(double share) {
    long covered = IntStream.range(0, TASKS).filter(i -> covers(share, i)).count();
    // Four standard deviations of a binomial count.
    assertThat((double) covered / TASKS)
        .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / TASKS)));
  }

  @Test
  void shouldKeepTheTasksOfASmallerShareInALargerOne() {
    for (int i = 0; i < TASKS; i++) {
      assertThat(covers(1, i)).isTrue();
      assertThat(!covers(0.2, i) || covers(0.3, i)).isTrue();
    }
  }

  private static boolean covers(double share, int task) {
    return new Shadow(RELEASE, share).covers("task-" + task);
  }
}

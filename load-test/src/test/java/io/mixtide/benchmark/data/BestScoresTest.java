package io.mixtide.benchmark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.data.KernelFamily;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class BestScoresTest {

  @Test
  void shouldHaveOneForEachKernelAndNoneAboveItsTrueKernel() {
    assertThat(GpBestScore.ALL)
        .extracting(GpBestScore::family)
        .containsExactly(KernelFamily.values());
    assertThat(GpBestScore.ALL)
        .allSatisfy(best -> assertThat(best.bayes()).isLessThan(best.trueKernel()));
  }

  @Test
  void shouldAverageToTheKnownOverallScores() {
    assertThat(mean(ClusteredBestScore::marginal)).isCloseTo(0.161, within(0.0005));
    assertThat(mean(ClusteredBestScore::joint)).isCloseTo(0.242, within(0.0005));
    assertThat(ClusteredBestScore.ALL)
        .allSatisfy(best -> assertThat(best.joint()).isGreaterThan(best.marginal()));
  }

  private static double mean(ToDoubleFunction<ClusteredBestScore> score) {
    return ClusteredBestScore.ALL.stream().mapToDouble(score).average().orElseThrow();
  }
}

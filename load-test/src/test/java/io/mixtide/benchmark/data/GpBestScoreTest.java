package io.mixtide.benchmark.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.data.KernelFamily;
import org.junit.jupiter.api.Test;

class GpBestScoreTest {

  @Test
  void shouldHaveOneForEachKernelAndNoneAboveItsTrueKernel() {
    assertThat(GpBestScore.ALL)
        .extracting(GpBestScore::family)
        .containsExactly(KernelFamily.values());
    assertThat(GpBestScore.ALL)
        .allSatisfy(best -> assertThat(best.bayes()).isLessThan(best.trueKernel()));
  }
}

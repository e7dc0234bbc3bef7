package io.mixtide.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainingSettingsTest {

  @Test
  void shouldWarmUpThenFallAlongACosineToZero() {
    TrainingSettings settings = TrainingSettings.standard(2000, 1);
    assertThat(settings.learningRate(0)).isCloseTo(3e-3 / 100, within(1e-9));
    assertThat(settings.learningRate(49)).isCloseTo(1.5e-3, within(1e-5));
    assertThat(settings.learningRate(100)).isBetween(0.99 * 3e-3, 3e-3);
    assertThat(settings.learningRate(1000)).isCloseTo(1.5e-3, within(1e-9));
    assertThat(settings.learningRate(1999)).isBetween(0.0, 1e-8);
    for (int step = 1; step < 2000; step++) {
      double change = settings.learningRate(step) - settings.learningRate(step - 1);
      assertThat(change > 0).as("step " + step).isEqualTo(step < 100);
    }
  }

  @Test
  void shouldStartAtThePeakWithoutWarmUp() {
    assertThat(
            new TrainingSettings(10, 4, 4, 0.1, 0, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 5, 5, 1)
                .learningRate(0))
        .isEqualTo(0.1);
  }

  @Test
  void shouldSayWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingSettings.standard(0, 1))
        .withMessage("steps must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new TrainingSettings(
                10, 4, 4, Double.NaN, 0, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 5, 5, 1))
        .withMessage("the learning rate must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingSettings.standard(1, 1).withMaxContext(-1))
        .withMessage("the largest context must be at least 0");
  }
}

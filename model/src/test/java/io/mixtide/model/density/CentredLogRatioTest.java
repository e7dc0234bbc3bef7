package io.mixtide.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CentredLogRatioTest {

  /** By hand: the logs of 1, e and e² are 0, 1 and 2, their mean is 1. */
  @Test
  void shouldCentreTheLogs() {
    float[] alpha = {1, (float) Math.E, (float) (Math.E * Math.E)};
    double[] centred = CentredLogRatio.of(alpha);

    assertThat(centred).containsExactly(new double[] {-1, 0, 1}, within(1e-6));
    for (int l = 0; l < alpha.length; l++) {
      alpha[l] *= 8;
    }
    assertThat(CentredLogRatio.of(alpha)).containsExactly(centred, within(1e-6));
  }
}

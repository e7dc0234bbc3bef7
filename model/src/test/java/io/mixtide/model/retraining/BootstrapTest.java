package io.mixtide.model.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.random.RandomStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void shouldCoverTheTrueMeanAsOftenAsItSays() {
    int covered = 0;
    int repetitions = 300;
    for (int seed = 0; seed < repetitions; seed++) {
      UniformRandomProvider random = RandomStream.of(seed);
      var normal = ZigguratSampler.NormalizedGaussian.of(random);
      int tasks = 60;
      double[] sums = new double[tasks];
      int[] observations = new int[tasks];
      for (int k = 0; k < tasks; k++) {
        observations[k] = 1 + random.nextInt(30);
        // Observations of one task hang together, as they do in a context.
        sums[k] = observations[k] * (0.3 + normal.sample());
      }
      Bootstrap.Interval interval = Bootstrap.interval(sums, observations, seed);
      covered += interval.low() < 0.3 && 0.3 < interval.high() ? 1 : 0;
    }
    assertThat(covered / (double) repetitions).isBetween(0.9, 0.98);
  }

  @Property(tries = 50)
  void shouldBeExactWhereTasksAgree(
      @ForAll @IntRange(min = 1, max = 50) int tasks,
      @ForAll @DoubleRange(min = -5, max = 5) double mean,
      @ForAll long seed) {
    int[] observations = new int[tasks];
    Arrays.setAll(observations, k -> 1 + k % 7);
    double[] sums = Arrays.stream(observations).mapToDouble(n -> n * mean).toArray();
    Bootstrap.Interval interval = Bootstrap.interval(sums, observations, seed);
    assertThat(interval.low()).isBetween(mean - 1e-12, mean + 1e-12);
    assertThat(interval.high()).isBetween(mean - 1e-12, mean + 1e-12);
    assertThat(Bootstrap.interval(sums, observations, seed)).isEqualTo(interval);
  }
}

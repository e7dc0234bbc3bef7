package io.mixtide.model.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  @Test
  void shouldRepeatItself() {
    assertThat(RandomStream.of(7, 1, 2).longs(5).toArray())
        .isEqualTo(RandomStream.of(7, 1, 2).longs(5).toArray());
  }

  @Test
  void shouldShareNoDrawBetweenNearSeedsAndPlaces() {
    Set<Long> draws = new HashSet<>();
    for (long seed = -4; seed < 4; seed++) {
      for (long step = 0; step < 8; step++) {
        for (long share = 0; share < 4; share++) {
          draws.addAll(Arrays.stream(draws(seed, step, share)).boxed().toList());
        }
      }
      draws.addAll(Arrays.stream(draws(seed)).boxed().toList());
    }
    assertThat(draws).hasSize(8 * (8 * 4 + 1) * 3);
  }

  private static long[] draws(long seed, long... place) {
    return RandomStream.of(seed, place).longs(3).toArray();
  }
}

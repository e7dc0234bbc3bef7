package io.mixtide.model.random;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Random generators by seed and place, so that no draw depends on the order of work. */
public final class RandomStream {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private RandomStream() {}

  /**
   * A generator of its own for every seed and place: equal arguments give equal draws, and unequal
   * ones, however near, unrelated draws.
   *
   * @param seed the run's seed
   * @param place what the draws are for: a step and a share, a task's index
   */
  public static UniformRandomProvider of(long seed, long... place) {
    // The generator takes words as they are and drops some low bits, so they are mixed before.
    long mixed = mix(seed);
    for (long part : place) {
      mixed = mix(mixed + GOLDEN_RATIO + mix(part + GOLDEN_RATIO));
    }
    return RandomSource.L64_X128_MIX.create(mixed);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), a bijection. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}

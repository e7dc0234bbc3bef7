package io.mixtide.app.topology;

import java.time.Duration;

/**
 * How many records are inferred together.
 *
 * @param records the most in a batch, at least 1; with 1 every record is taken when it comes
 * @param patience how long a record waits at most for others, by the clock on the wall
 */
public record BatchPolicy(int records, Duration patience) {
  /** Every record is taken when it comes. */
  public static final BatchPolicy NONE = new BatchPolicy(1, Duration.ZERO);

  /** Whether records wait for each other. */
  boolean waits() {
    return records > 1;
  }
}

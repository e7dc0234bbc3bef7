package io.mixtide.app.topology;

import java.time.Duration;

/**
 * How often alerts may ask for labels.
 *
 * @param budget the most alerts that carry labels, for each partition in each window; {@link
 *     #UNLIMITED} for any number
 * @param window event time after which the count begins anew, positive
 */
public record LabelPolicy(int budget, Duration window) {
  /** A budget that is never used up. */
  public static final int UNLIMITED = -1;
}

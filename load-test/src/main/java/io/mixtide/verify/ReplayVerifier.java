package io.mixtide.verify;

import io.mixtide.app.config.Settings;

/** Proves from a run's topics that every observation was counted once, and replays to the bit. */
public final class ReplayVerifier {
  private ReplayVerifier() {}

  /**
   * Verifies what is on the topics now; whatever is running goes on.
   *
   * @param settings those of the service: where the topics are, its group, its alerts and limits
   * @throws io.mixtide.app.UserErrorException if topics are missing, no broker answers, or a
   *     transaction stays open
   */
  public static Verification verify(Settings settings) {
    throw new UnsupportedOperationException("to come, for " + settings.applicationId());
  }
}

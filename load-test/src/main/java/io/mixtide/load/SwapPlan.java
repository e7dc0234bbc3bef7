package io.mixtide.load;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.cli.ReleaseFromFile;
import java.time.Duration;

/**
 * Which release is put in force during a run, and when.
 *
 * @param at after warming up
 */
record SwapPlan(ReleaseFromFile release, Duration at) {
  private static final Duration MEASURED_BEFORE = Duration.ofSeconds(1);

  /**
   * Checks that it fits a run.
   *
   * @throws UserErrorException if the release's shape is not the run's, or the time not in it
   */
  static SwapPlan of(ReleaseFromFile release, Duration at, LoadPlan plan) {
    if (release.dx() != plan.dx() || release.dy() != plan.dy()) {
      throw new UserErrorException(
          "--activate: release %s takes dx %d, dy %d where the run has %d, %d: give another release, or --dx and --dy"
              .formatted(release.version(), release.dx(), release.dy(), plan.dx(), plan.dy()));
    }
    if (at.compareTo(MEASURED_BEFORE) < 0 || at.compareTo(plan.time()) >= 0) {
      throw new UserErrorException(
          "--activate-at %s lies outside the run: give a time from 1s to below --for, %s"
              .formatted(at, plan.time()));
    }
    return new SwapPlan(release, at);
  }
}

package io.mixtide.app.page;

import java.util.List;
import java.util.Locale;

/**
 * The frames of a page over some time.
 *
 * @param gapsMs from each to the next, ascending
 * @param mainThreadMs CPU time of the page's main thread, with all that it does
 * @param scriptMs of that in scripts
 */
record Frames(List<Double> gapsMs, double mainThreadMs, double scriptMs) {
  double perSecond() {
    return 1000 * gapsMs.size() / gapsMs.stream().mapToDouble(Double::doubleValue).sum();
  }

  private double gap(double share) {
    return gapsMs.get((int) (share * (gapsMs.size() - 1)));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f frames a second, one after %.1f ms (median), %.1f (99 %%), %.1f (longest);"
            + " main thread %.2f ms a frame, scripts %.2f",
        perSecond(),
        gap(0.5),
        gap(0.99),
        gap(1),
        mainThreadMs / gapsMs.size(),
        scriptMs / gapsMs.size());
  }
}

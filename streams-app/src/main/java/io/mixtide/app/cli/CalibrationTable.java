package io.mixtide.app.cli;

import io.mixtide.model.evaluation.Calibration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Calibration by context size, for people. */
final class CalibrationTable {
  private static final int WIDTH = 40;

  private CalibrationTable() {}

  /** Prints one line per size and their mean, and a histogram of F(y). */
  static void print(List<Calibration> calibration, PrintWriter out) {
    out.println();
    out.println("calibration: share of values within central intervals; standardised units");
    out.println("context      50%     80%     95%      CRPS  squared error");
    for (Calibration one : calibration) {
      printLine(Integer.toString(one.contextSize()), one, out);
    }
    Calibration mean = Calibration.mean(calibration);
    printLine("mean", mean, out);
    out.println();
    out.println("probability integral transforms F(y): 0.1 in every bin is calibrated");
    for (int i = 0; i < Calibration.BINS; i++) {
      int length = (int) Math.round(mean.pit()[i] * Calibration.BINS * WIDTH / 2);
      out.printf(
          Locale.ROOT,
          "%.1f to %.1f  %.3f  %s%n",
          i / 10.0,
          (i + 1) / 10.0,
          mean.pit()[i],
          "#".repeat(Math.min(2 * WIDTH, length)));
    }
  }

  private static void printLine(String name, Calibration c, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%7s  %7.3f %7.3f %7.3f %9.3f %14.3f%n",
        name,
        c.coverage50(),
        c.coverage80(),
        c.coverage95(),
        c.crps(),
        c.squaredError());
  }
}

package io.mixtide.app.cli;

import java.io.PrintWriter;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far long work is: a bar where stderr is a terminal, elsewhere a line at every tenth.
 */
final class WorkDisplay implements LongConsumer, AutoCloseable {
  private final String name;
  private final String unit;
  private final long total;
  private final PrintWriter err;
  private final @Nullable ProgressBar bar;
  private long tenth;

  /**
   * Shows work of {@code total} units, from now until it is closed.
   *
   * @param unit with a space before it
   * @param terminal whether to draw a bar, on the program's own stderr
   */
  WorkDisplay(String name, String unit, long total, PrintWriter err, boolean terminal) {
    this.name = name;
    this.unit = unit;
    this.total = total;
    this.err = err;
    bar = terminal ? bar(name, unit, total) : null;
  }

  @Override
  public void accept(long done) {
    if (bar != null) {
      bar.stepTo(done);
    } else if (10 * done / total > tenth) {
      tenth = 10 * done / total;
      err.printf("%s: %,d of %,d%s%n", name, done, total, unit);
      err.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private static ProgressBar bar(String name, String unit, long total) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(unit, 1)
        .showSpeed()
        .build();
  }
}

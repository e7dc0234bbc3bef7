package io.mixtide.app.cli;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far one piece of long work is, as {@link WorkDisplays} says. Work of many small units
 * tells how many are done; work of a few large ones has a line for each. For many threads.
 */
public final class WorkDisplay implements LongConsumer, AutoCloseable {
  private static final double NANOS = 1e9;

  private final String name;
  private final String unit;
  private final long before;
  private final long total;
  private final @Nullable PrintWriter err;
  private final @Nullable BarLine barLine;
  private final @Nullable ProgressBar bar;
  private final long start = System.nanoTime();
  private long done;

  /**
   * @param before units done before this run
   * @param err takes lines; null for none
   * @param barLine where a bar is drawn; null where stderr is no terminal
   */
  WorkDisplay(
      String name,
      String unit,
      long before,
      long total,
      @Nullable PrintWriter err,
      @Nullable BarLine barLine) {
    this.name = name;
    this.unit = unit;
    this.before = before;
    this.total = total;
    this.err = err;
    this.barLine = barLine;
    bar = barLine == null ? null : bar(barLine);
    done = before;
  }

  private ProgressBar bar(BarLine line) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(total)
        .startsFrom(before, Duration.ZERO)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(unit, 1)
        .showSpeed(new DecimalFormat("#,##0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
        .setConsumer(line)
        .build();
  }

  @Override
  public void accept(long nowDone) {
    accept(nowDone, "");
  }

  /**
   * So many units are done now; fewer than before tell nothing.
   *
   * @param note on how it goes, after a comma and a space; may be empty
   */
  public synchronized void accept(long nowDone, String note) {
    if (nowDone <= done) {
      return;
    }
    boolean another = tenth(nowDone) > tenth(done);
    done = nowDone;
    if (bar != null) {
      bar.setExtraMessage(note);
      bar.stepTo(done);
    } else if (err != null && another) {
      err.println(line(note));
      err.flush();
    }
  }

  /** One more unit is done. */
  public synchronized void one() {
    accept(done + 1);
  }

  /** One more unit is done, of which a line tells. */
  public synchronized void step(String line) {
    done++;
    say("%,d of %,d: %s".formatted(done, total, line));
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** Says something on the way. */
  public synchronized void say(String line) {
    if (err != null) {
      print(err, line);
    }
  }

  /** Prints a line of the result on the way, which may go to the same terminal. */
  synchronized void print(PrintWriter out, String line) {
    if (barLine != null) {
      barLine.print(out, line);
    } else {
      out.println(line);
      out.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private long tenth(long units) {
    return 10 * units / Math.max(1, total);
  }

  private String line(String note) {
    double seconds = Math.max(1 / NANOS, (System.nanoTime() - start) / NANOS);
    double rate = (done - before) / seconds;
    Duration left = Duration.ofSeconds(Math.round(Math.max(0, total - done) / rate));
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d%s%s, %,.1f%s/s, %d:%02d:%02d left",
        name,
        done,
        total,
        unit,
        note,
        rate,
        unit,
        left.toHours(),
        left.toMinutesPart(),
        left.toSecondsPart());
  }
}

package io.mixtide.app.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;

/**
 * The last line of a terminal, where a bar is drawn, below the lines of text. Nothing moves the
 * cursor up: what else is written meanwhile would be drawn over.
 */
final class BarLine extends ConsoleProgressBarConsumer {
  private static final String CLEARED = "\r\033[K";

  private final PrintWriter err;
  private String drawn = "";
  private boolean closed;

  /**
   * @param err to the terminal
   */
  BarLine(PrintWriter err) {
    // Never written to: only the width of the terminal is asked for.
    super(System.err);
    this.err = err;
  }

  @Override
  public synchronized void accept(String bar) {
    // The library may draw and close twice, if it was drawing when it was ended.
    if (closed) {
      return;
    }
    drawn = bar.substring(0, Math.min(bar.length(), getMaxRenderedLength()));
    write(CLEARED + drawn);
  }

  /** Prints a line above the bar; to {@code out}, which may be the same terminal. */
  synchronized void print(PrintWriter out, String line) {
    write(CLEARED);
    out.println(line);
    out.flush();
    write(drawn);
  }

  private void write(String text) {
    err.print(text);
    err.flush();
  }

  @Override
  public synchronized void close() {
    if (!drawn.isEmpty()) {
      err.println();
      err.flush();
    }
    drawn = "";
    closed = true;
  }
}

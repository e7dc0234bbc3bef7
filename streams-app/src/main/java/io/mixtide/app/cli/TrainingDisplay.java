package io.mixtide.app.cli;

import io.mixtide.model.training.TrainingProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how training goes: a bar where stderr is a terminal, elsewhere a line at every tenth of the
 * steps.
 */
final class TrainingDisplay implements Consumer<TrainingProgress>, AutoCloseable {
  private final PrintWriter err;
  private final int steps;
  private final @Nullable ProgressBar bar;
  private final long start = System.nanoTime();
  private int stepsOfThisRun;
  private int stepsSinceLine;
  private double lossSinceLine;
  private double essSinceLine;

  /**
   * @param steps number of steps to come
   * @param terminal whether to draw a bar, on the program's own stderr
   */
  TrainingDisplay(PrintWriter err, int steps, boolean terminal) {
    this.err = err;
    this.steps = steps;
    this.bar = terminal ? newBar(steps) : null;
  }

  @Override
  public void accept(TrainingProgress progress) {
    if (bar != null) {
      bar.setExtraMessage(
          String.format(Locale.ROOT, " loss %.3f%s", progress.loss(), ess(progress.ess())));
      bar.stepTo(progress.step());
      return;
    }
    stepsOfThisRun++;
    stepsSinceLine++;
    lossSinceLine += progress.loss();
    essSinceLine += progress.ess();
    int tenth = tenth(progress.step());
    if (tenth > tenth(progress.step() - 1)) {
      printLine(progress.step());
      stepsSinceLine = 0;
      lossSinceLine = 0;
      essSinceLine = 0;
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private void printLine(int step) {
    double seconds = Math.max(1e-9, (System.nanoTime() - start) / 1e9);
    double rate = stepsOfThisRun / seconds;
    err.println(
        String.format(
            Locale.ROOT,
            "step %d of %d: loss %.3f%s, %.1f steps/s, %s left",
            step,
            steps,
            lossSinceLine / stepsSinceLine,
            ess(essSinceLine / stepsSinceLine),
            rate,
            clock(Duration.ofSeconds(Math.round((steps - step) / rate)))));
    err.flush();
  }

  /** What is said of the effective number of particles: nothing where none were drawn. */
  private static String ess(double value) {
    return value == 0 ? "" : String.format(Locale.ROOT, ", ESS %.1f", value);
  }

  private int tenth(int step) {
    return (int) (10L * step / steps);
  }

  private static String clock(Duration duration) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }

  private static ProgressBar newBar(int steps) {
    return new ProgressBarBuilder()
        .setTaskName("training")
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" steps", 1)
        .showSpeed()
        .build();
  }
}

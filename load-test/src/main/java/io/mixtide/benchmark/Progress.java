package io.mixtide.benchmark;

import java.io.PrintWriter;
import java.util.Locale;

/** Says after each training how far a benchmark is. */
final class Progress {
  private final PrintWriter err;
  private final int trainings;
  private int done;

  /** Of a benchmark with so many trainings. */
  Progress(PrintWriter err, int trainings) {
    this.err = err;
    this.trainings = trainings;
  }

  /** One more is done. */
  void trained(Trained model) {
    done++;
    err.printf(
        Locale.ROOT,
        "%d of %d: %s, seed %d, trained in %.0f s%n",
        done,
        trainings,
        model.contender().name(),
        model.contender().settings().seed(),
        model.seconds());
    err.flush();
  }
}

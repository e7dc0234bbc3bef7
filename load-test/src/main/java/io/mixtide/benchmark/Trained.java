package io.mixtide.benchmark;

import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.evaluation.Calibration;
import io.mixtide.model.evaluation.Calibrator;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.evaluation.Evaluator;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A contender after its training.
 *
 * @param ess mean effective number of particles over the last tenth of the steps
 * @param seconds that training took
 */
record Trained(
    Contender contender,
    Network network,
    Standardisation standardisation,
    double ess,
    double seconds) {

  /**
   * Shows how many trainings of a benchmark are done.
   *
   * @param trainings how many there are
   */
  static WorkDisplay display(CommandSpec spec, boolean json, int trainings) {
    return WorkDisplays.of(spec, json).start("training", " models", trainings);
  }

  /** Says that it is trained. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s, seed %d, trained in %.0f s",
        contender.name(),
        contender.settings().seed(),
        seconds);
  }

  /** What continues tasks with it. */
  Inference inference() {
    return new Inference(network, standardisation, Kernels.of("vector"));
  }

  /** Its scores by context size; none asked for means those that the tasks themselves have. */
  List<ContextScore> evaluate(TaskSet tasks, List<Integer> contextSizes) {
    return new Evaluator(
            network, standardisation, Kernels.of("vector"), contender.settings().seed())
        .evaluate(tasks, contextSizes);
  }

  /** Its calibration by context size, likewise. */
  List<Calibration> calibrate(TaskSet tasks, List<Integer> contextSizes) {
    return new Calibrator(network, standardisation, Kernels.of("vector"))
        .calibrate(tasks, contextSizes);
  }
}

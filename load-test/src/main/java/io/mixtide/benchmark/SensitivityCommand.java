package io.mixtide.benchmark;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Moments;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.training.TrainingSettings;
import io.mixtide.model.training.Variant;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark sensitivity}: numbers of experts by numbers of particles. */
@Command(
    name = "sensitivity",
    mixinStandardHelpOptions = true,
    description = {
      "Train on the clustered family with every number of experts and of particles, and score: "
          + "log-likelihood in nats per target and the data's units, effective particles, experts "
          + "in use, time.",
      "An expert is in use if it weighs more than 1%% on average over the test's tasks."
    },
    footer = {"", "Example:", "  mixtide benchmark sensitivity --steps 2000 --variant a5"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SensitivityCommand implements Callable<Integer> {
  private static final long TRAINING_SEED = 2;
  private static final long TEST_SEED = 71;
  private static final double IN_USE = 0.01;

  @Spec private CommandSpec spec;

  @Option(
      names = "--steps",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Training steps. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of every training. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--experts",
      split = ",",
      paramLabel = "L",
      description = "Numbers of experts. Default: 4,8,16,32,64.")
  private List<Integer> experts = List.of(4, 8, 16, 32, 64);

  @Option(
      names = "--particles",
      split = ",",
      paramLabel = "B",
      description = "Numbers of particles. Default: 8,32,128.")
  private List<Integer> particles = List.of(8, 32, 128);

  @Option(
      names = "--variant",
      defaultValue = "default",
      paramLabel = "V",
      description = "Which variant: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Variant variant;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** One training. */
  record Row(
      int experts,
      int particles,
      double marginal,
      double joint,
      double ess,
      int expertsInUse,
      double millisPerStep) {}

  /** What {@code --json} prints. */
  record Result(String variant, int steps, long seed, List<Row> rows) {}

  @Override
  public Integer call() {
    Options.require(spec, steps >= 1, "--steps must be at least 1");
    Options.require(
        spec,
        experts.stream().allMatch(l -> l >= 1) && particles.stream().allMatch(b -> b >= 2),
        "--experts must be at least 1, and --particles at least 2");
    TaskSet training = ClusteredFamily.generate(20_000, 100, TRAINING_SEED);
    TaskSet tests = TestTasks.clustered(TEST_SEED);
    List<Row> rows = new ArrayList<>();
    try (WorkDisplay display = Trained.display(spec, json, experts.size() * particles.size())) {
      for (int l : experts) {
        for (int b : particles) {
          Contender contender =
              new Contender(
                  "L = %d, B = %d".formatted(l, b),
                  variant.of(Architecture.standard(1, 1)).withExperts(l),
                  variant.of(TrainingSettings.standard(steps, seed)).withParticles(b));
          rows.add(row(contender, training, tests, display));
        }
      }
    }
    Result result = new Result(variant.name().toLowerCase(Locale.ROOT), steps, seed, rows);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(result));
    } else {
      print(result, out);
    }
    return 0;
  }

  private Row row(Contender contender, TaskSet training, TaskSet tests, WorkDisplay display) {
    Standardisation standardisation = Moments.of(training, OutputTransform.IDENTITY);
    Trained model = contender.train(training, standardisation);
    display.step(model.line());
    List<ContextScore> scores = model.evaluate(tests, List.of());
    return new Row(
        contender.architecture().experts(),
        contender.settings().particles(),
        Scores.mean(scores, ContextScore::marginalUserUnits),
        Scores.mean(scores, ContextScore::jointUserUnits),
        model.ess(),
        expertsInUse(GroupMetrics.posteriors(model, tests)),
        1000 * model.seconds() / steps);
  }

  private static int expertsInUse(List<float[]> concentrations) {
    double[] mean = new double[concentrations.getFirst().length];
    for (float[] alpha : concentrations) {
      double total = Dirichlet.total(alpha);
      for (int l = 0; l < mean.length; l++) {
        mean[l] += alpha[l] / total / concentrations.size();
      }
    }
    return (int) IntStream.range(0, mean.length).filter(l -> mean[l] > IN_USE).count();
  }

  private static void print(Result result, PrintWriter out) {
    out.printf("variant %s, %d steps, seed %d%n", result.variant, result.steps, result.seed);
    TextTable table =
        new TextTable("L", "B", "marginal", "joint", "ESS", "experts in use", "ms/step");
    for (Row row : result.rows) {
      table.add(
          List.of(
              Integer.toString(row.experts),
              Integer.toString(row.particles),
              String.format(Locale.ROOT, "%.3f", row.marginal),
              String.format(Locale.ROOT, "%.3f", row.joint),
              String.format(Locale.ROOT, "%.2f", row.ess),
              Integer.toString(row.expertsInUse),
              String.format(Locale.ROOT, "%.1f", row.millisPerStep)));
    }
    table.print(out);
  }
}

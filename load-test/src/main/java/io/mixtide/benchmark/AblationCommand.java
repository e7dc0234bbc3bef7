package io.mixtide.benchmark;

import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.benchmark.AblationReport.ByContext;
import io.mixtide.benchmark.AblationReport.Row;
import io.mixtide.benchmark.metrics.GroupRecovery;
import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Moments;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.training.Objective;
import io.mixtide.model.training.TrainingSettings;
import io.mixtide.model.training.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark ablation}: the method's parts, added one by one. */
@Command(
    name = "ablation",
    mixinStandardHelpOptions = true,
    description = {
      "Train every variant of the method on the clustered family, with several seeds, and score it "
          + "beside the best possible scores.",
      "Log-likelihoods are in nats per target and the data's units, means over context sizes."
    },
    footer = {"", "Example:", "  mixtide benchmark ablation --steps 4000 --seeds 3"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AblationCommand implements Callable<Integer> {
  private static final int TRAINING_POINTS = 100;
  private static final long TRAINING_SEED = 2;
  private static final long TEST_SEED = 71;

  /** A posterior tells groups apart once it has seen as much. */
  private static final int ENOUGH_CONTEXT = 12;

  @Spec private CommandSpec spec;

  @Option(
      names = "--steps",
      defaultValue = "4000",
      paramLabel = "N",
      description = "Training steps. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--seeds",
      defaultValue = "3",
      paramLabel = "N",
      description = "Train with seeds 1 to N. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--tasks",
      defaultValue = "20000",
      paramLabel = "N",
      description = "Tasks to train on. Default: ${DEFAULT-VALUE}.")
  private int tasks;

  @Option(
      names = "--variants",
      split = ",",
      paramLabel = "V",
      description = "Which: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<Variant> variants = List.of(Variant.values());

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "Tasks to score on, columns task, group, role, x, y. Default: drawn from the family.")
  private @Nullable Path test;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Options.require(
        spec,
        steps >= 1 && seeds >= 1 && tasks >= 1,
        "--steps, --seeds and --tasks must be at least 1");
    TaskSet training = ClusteredFamily.generate(tasks, TRAINING_POINTS, TRAINING_SEED);
    TaskSet tests = test == null ? TestTasks.clustered(TEST_SEED) : TestTasks.read(test, "group");
    Standardisation standardisation = Moments.of(training, OutputTransform.IDENTITY);
    List<ContextScore> bayes = new ClusteredOracle(TEST_SEED).evaluate(tests);
    List<Row> rows = new ArrayList<>();
    try (WorkDisplay display = Trained.display(spec, json, variants.size() * seeds)) {
      for (Variant variant : variants) {
        List<Run> runs = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
          Contender contender =
              new Contender(
                  variant.name().toLowerCase(Locale.ROOT),
                  variant.of(Architecture.standard(1, 1)),
                  variant.of(TrainingSettings.standard(steps, seed)));
          Trained model = contender.train(training, standardisation);
          display.step(model.line());
          runs.add(Run.of(model, tests));
        }
        rows.add(row(runs));
      }
    }
    AblationReport report =
        new AblationReport(
            steps,
            seeds,
            Scores.mean(bayes, ContextScore::marginalUserUnits),
            Scores.mean(bayes, ContextScore::jointUserUnits),
            rows);
    report.print(json, spec.commandLine().getOut());
    return 0;
  }

  /** One training of one variant, scored. */
  private record Run(
      Trained model,
      List<ContextScore> scores,
      List<Double> alpha0,
      List<Double> entropy,
      @Nullable GroupRecovery groups) {

    static Run of(Trained model, TaskSet tests) {
      List<ContextScore> scores = model.evaluate(tests, List.of());
      List<float[]> posteriors = GroupMetrics.posteriors(model, tests);
      List<Double> alpha0 = new ArrayList<>();
      List<Double> entropy = new ArrayList<>();
      for (ContextScore score : scores) {
        List<float[]> ofSize = at(score.contextSize(), tests, posteriors);
        alpha0.add(ofSize.stream().mapToDouble(Dirichlet::total).average().orElseThrow());
        entropy.add(
            ofSize.stream()
                .mapToDouble(alpha -> AmbiguityScores.of(alpha).dirichletEntropy())
                .average()
                .orElseThrow());
      }
      return new Run(model, scores, alpha0, entropy, groups(model, tests, posteriors));
    }

    private static List<float[]> at(int n, TaskSet tests, List<float[]> posteriors) {
      return IntStream.range(0, tests.size())
          .filter(i -> tests.tasks().get(i).contextSize() == n)
          .mapToObj(posteriors::get)
          .toList();
    }

    private static @Nullable GroupRecovery groups(
        Trained model, TaskSet tests, List<float[]> posteriors) {
      Architecture a = model.network().architecture();
      if (a.experts() == 1 || a.weighting() == Weighting.UNIFORM) {
        return null;
      }
      int[] enough =
          IntStream.range(0, tests.size())
              .filter(i -> tests.tasks().get(i).contextSize() >= ENOUGH_CONTEXT)
              .toArray();
      return GroupMetrics.recovery(
          IntStream.of(enough).mapToObj(i -> tests.tasks().get(i)).toList(),
          IntStream.of(enough).mapToObj(posteriors::get).toList());
    }
  }

  private static Row row(List<Run> runs) {
    Contender contender = runs.getFirst().model.contender();
    List<ByContext> byContext = new ArrayList<>();
    for (int i = 0; i < runs.getFirst().scores.size(); i++) {
      int at = i;
      byContext.add(
          new ByContext(
              runs.getFirst().scores.get(i).contextSize(),
              spread(runs, run -> run.scores.get(at).marginalUserUnits()).mean(),
              spread(runs, run -> run.scores.get(at).jointUserUnits()).mean(),
              spread(runs, run -> run.alpha0.get(at)).mean(),
              spread(runs, run -> run.entropy.get(at)).mean()));
    }
    boolean hasGroups = runs.stream().allMatch(run -> run.groups != null);
    boolean hasParticles = contender.settings().objective() == Objective.IMPORTANCE_WEIGHTED;
    return new Row(
        contender.name(),
        contender.parameters(),
        spread(runs, run -> Scores.mean(run.scores, ContextScore::marginalUserUnits)),
        spread(runs, run -> Scores.mean(run.scores, ContextScore::jointUserUnits)),
        hasGroups ? spread(runs, run -> groups(run).clusters().nmi()) : null,
        hasGroups ? spread(runs, run -> groups(run).clusters().ari()) : null,
        hasGroups ? spread(runs, run -> groups(run).probe()) : null,
        hasParticles ? spread(runs, run -> run.model.ess()) : null,
        spread(runs, run -> run.model.seconds()).mean(),
        byContext);
  }

  private static GroupRecovery groups(Run run) {
    return Objects.requireNonNull(run.groups);
  }

  private static Spread spread(List<Run> runs, ToDoubleFunction<Run> figure) {
    return Spread.of(runs.stream().map(figure::applyAsDouble).toList());
  }
}

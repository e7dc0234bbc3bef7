package io.mixtide.benchmark;

import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.Calibration;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.network.Moments;
import io.mixtide.model.network.Standardisation;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Contenders on the same tasks: each is trained with several seeds and scored on the same tests.
 *
 * @param training tasks that all learn from
 * @param transform of y
 * @param tests by name, scored apart
 * @param contextSizes to score at; none means those that the tests' tasks have themselves
 * @param seeds how many; the first is 1
 * @param unit of the densities
 */
record Contest(
    TaskSet training,
    OutputTransform transform,
    SequencedMap<String, TaskSet> tests,
    List<Integer> contextSizes,
    int seeds,
    Unit unit) {

  /** What a density is per unit of. */
  enum Unit {
    /** Of the data as they came. */
    DATA,
    /** Of the standardised data, comparable between data sets. */
    STANDARDISED
  }

  /** Scores of one context size, means over seeds, in nats per target. */
  record ByContext(int contextSize, double marginal, double joint) {}

  /**
   * Scores on one test, means over its context sizes.
   *
   * @param marginal nats per target
   * @param joint nats per target
   * @param calibration mean over seeds
   */
  record OnTest(
      String test,
      Spread marginal,
      Spread joint,
      Calibration calibration,
      List<ByContext> byContext) {}

  /**
   * How a contender did.
   *
   * @param marginal mean over the tests
   * @param joint mean over the tests
   * @param ess mean effective number of particles at the end of training
   * @param seconds of one training
   */
  record Standing(
      String contender,
      long parameters,
      List<OnTest> tests,
      Spread marginal,
      Spread joint,
      Spread ess,
      double seconds) {}

  /**
   * Trains and scores a contender with every seed.
   *
   * @param shown every model after its training
   */
  Standing run(Contender contender, Consumer<Trained> shown) {
    Standardisation standardisation = Moments.of(training, transform);
    List<Trained> models = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      Trained model = contender.withSeed(seed).train(training, standardisation);
      shown.accept(model);
      models.add(model);
    }
    List<OnTest> scores = new ArrayList<>();
    tests.forEach((name, tasks) -> scores.add(onTest(name, tasks, models)));
    return new Standing(
        contender.name(),
        contender.parameters(),
        scores,
        overTests(scores, OnTest::marginal),
        overTests(scores, OnTest::joint),
        Spread.of(models.stream().map(Trained::ess).toList()),
        models.stream().mapToDouble(Trained::seconds).average().orElseThrow());
  }

  private OnTest onTest(String name, TaskSet tasks, List<Trained> models) {
    List<List<ContextScore>> scores =
        models.stream().map(model -> model.evaluate(tasks, contextSizes)).toList();
    List<ByContext> byContext = new ArrayList<>();
    for (int i = 0; i < scores.getFirst().size(); i++) {
      int at = i;
      byContext.add(
          new ByContext(
              scores.getFirst().get(i).contextSize(),
              spread(scores, of -> marginal(of.get(at))).mean(),
              spread(scores, of -> joint(of.get(at))).mean()));
    }
    return new OnTest(
        name,
        spread(scores, of -> Scores.mean(of, this::marginal)),
        spread(scores, of -> Scores.mean(of, this::joint)),
        Calibration.mean(
            models.stream()
                .map(model -> Calibration.mean(model.calibrate(tasks, contextSizes)))
                .toList()),
        byContext);
  }

  private double marginal(ContextScore score) {
    return unit == Unit.DATA ? score.marginalUserUnits() : score.marginal();
  }

  private double joint(ContextScore score) {
    return unit == Unit.DATA ? score.jointUserUnits() : score.joint();
  }

  private static Spread spread(
      List<List<ContextScore>> scores, ToDoubleFunction<List<ContextScore>> figure) {
    return Spread.of(scores.stream().map(figure::applyAsDouble).toList());
  }

  private static Spread overTests(List<OnTest> tests, Function<OnTest, Spread> figure) {
    return Spread.mean(tests.stream().map(figure).toList());
  }
}

package io.mixtide.app.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.app.TestReleases;
import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.evaluation.Evaluator;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskPlotTest {
  private static final int LATER_TRUTH = 0xE8432E;

  private static final Release RELEASE = TestReleases.release(3);
  private static final TaskSet TASKS = ClusteredFamily.generate(4, 20, 9);

  @Test
  void shouldDrawAPictureOfTheSizeAskedFor() {
    BufferedImage image = Pictures.read(plot(0, 6).png(900, 500), 900, 500);
    assertThat(Pictures.rgb(image, 899, 0)).isEqualTo(0xFFFFFF);
    assertThat(Pictures.count(image, LATER_TRUTH)).isPositive();
  }

  @Test
  void shouldGiveTheSameBytesAgain() {
    assertThat(plot(0, 6).png(700, 400)).isEqualTo(plot(0, 6).png(700, 400));
  }

  @Test
  void shouldShowWhichTaskItIsAndHowMuchOfItWasSeen() {
    assertThat(plot(0, 6).png(700, 400))
        .isNotEqualTo(plot(1, 6).png(700, 400))
        .isNotEqualTo(plot(0, 7).png(700, 400));
  }

  @Test
  void shouldDrawNoLaterTruthWhereThereIsNone() {
    BufferedImage image = Pictures.read(plot(0, 20).png(900, 500), 900, 500);
    // The legend's symbol alone.
    assertThat(Pictures.count(image, LATER_TRUTH))
        .isLessThan(Pictures.count(Pictures.read(plot(0, 6).png(900, 500), 900, 500), LATER_TRUTH));
    assertThat(plot(0, 20).summary()).contains("context 20 of 20, no later truth, entropy");
  }

  @Test
  void shouldBeBrightestWhereTheDensityIsHighest() {
    TaskPrediction prediction = TaskPrediction.of(RELEASE, TASKS.tasks().get(2), 8);
    DensityMap map = DensityMap.of(prediction, 40, 300);
    BufferedImage image = map.image();
    for (int c = 0; c < 40; c++) {
      int column = c;
      int brightest =
          IntStream.range(0, 300)
              .boxed()
              .max(Comparator.comparingInt(row -> brightness(image, column, row)))
              .orElseThrow();
      double x = map.xLow() + (c + 0.5) / 40 * (map.xHigh() - map.xLow());
      double y = map.yHigh() - (brightest + 0.5) / 300 * (map.yHigh() - map.yLow());
      Mixture mixture = prediction.at(x);
      double highest =
          IntStream.range(0, 3000)
              .mapToDouble(
                  i -> mixture.density(map.yLow() + i / 3000.0 * (map.yHigh() - map.yLow())))
              .max()
              .orElseThrow();
      double shown = Math.min(highest, map.brightest());
      assertThat(mixture.density(y)).isGreaterThan(0.95 * shown);
    }
  }

  @Test
  void shouldShowAllOfTheTaskAndMostOfThePrediction() {
    Task task = TASKS.tasks().get(1);
    TaskPrediction prediction = TaskPrediction.of(RELEASE, task, 3);
    DensityMap map = DensityMap.of(prediction, 30, 200);
    assertThat(Arrays.stream(task.x()).boxed()).allMatch(x -> map.xLow() < x && x < map.xHigh());
    assertThat(Arrays.stream(task.y()).boxed()).allMatch(y -> map.yLow() < y && y < map.yHigh());
    double cell = (map.yHigh() - map.yLow()) / 200;
    for (double[] column : map.density()) {
      double shown = IntStream.range(0, 200).mapToDouble(r -> column[r] * cell).sum();
      assertThat(shown).isBetween(0.95, 1.001);
    }
  }

  @Test
  void shouldDrawATaskOfOneX() {
    Task task = new Task("one", null, 1, 1, new double[] {0.5}, new double[] {1}, -1, 0);
    Pictures.read(
        new TaskPlot(TaskPrediction.of(RELEASE, task, 1), "x", "y").png(700, 400), 700, 400);
  }

  @Test
  void shouldScoreTheLaterTruthAsEvaluationDoes() {
    Task task = TASKS.tasks().get(0);
    double evaluated =
        new Evaluator(RELEASE.network(), RELEASE.standardisation(), Kernels.of("vector"), 1)
            .evaluate(new TaskSet(1, 1, List.of(task)), List.of(6))
            .getFirst()
            .marginal();
    TaskPrediction prediction = TaskPrediction.of(RELEASE, task, 6);
    assertThat(prediction.logLikelihood()).hasValueCloseTo(evaluated, within(1e-5));
    assertThat(plot(0, 6).summary())
        .contains(RELEASE.version(), "context 6 of 20", "%.3f nats".formatted(evaluated));
  }

  @Test
  void shouldRefuseWhatItCannotDraw() {
    Task wide = new Task("wide", null, 2, 1, new double[2], new double[1], -1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskPrediction.of(RELEASE, wide, 0))
        .withMessageContaining("2 x and 1 y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskPrediction.of(RELEASE, TASKS.tasks().get(0), 21));
  }

  private static TaskPlot plot(int task, int contextSize) {
    return new TaskPlot(TaskPrediction.of(RELEASE, TASKS.tasks().get(task), contextSize), "x", "y");
  }

  /** The sum of green and red rises with every step of the colour map. */
  private static int brightness(BufferedImage image, int x, int y) {
    int rgb = Pictures.rgb(image, x, y);
    return (rgb >> 16 & 0xFF) + 2 * (rgb >> 8 & 0xFF);
  }
}

package io.mixtide.model.retraining;

import static io.mixtide.model.retraining.Rounds.GOOD;
import static io.mixtide.model.retraining.Rounds.KERNELS;
import static io.mixtide.model.retraining.Rounds.POOR;
import static io.mixtide.model.retraining.Rounds.UNSEEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.HeldOut;
import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.release.Release;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateTest {

  @Test
  void shouldAcceptWhatIsTrulyBetter() {
    GateReport report = compare(POOR, GOOD, UNSEEN);
    assertThat(report.reasons()).isEmpty();
    assertThat(report.accepted()).isTrue();
    assertThat(report.tasks()).isEqualTo(60);
    assertThat(report.observations()).isEqualTo(900);
    GateReport.Measured measured = measured(report);
    assertThat(measured.gainLow()).isPositive().isLessThan(measured.gain());
    assertThat(measured.gainHigh()).isGreaterThan(measured.gain());
    assertThat(measured.candidate().logScore() - measured.inForce().logScore())
        .isCloseTo(measured.gain(), within(1e-9));
    assertThat(compare(POOR, GOOD, UNSEEN)).isEqualTo(report);
  }

  @Test
  void shouldRefuseWhatIsWorseOrTheSame() {
    GateReport worse = compare(GOOD, POOR, UNSEEN);
    assertThat(worse.accepted()).isFalse();
    assertThat(worse.reasons().getFirst()).startsWith("it is not better beyond doubt: by -");
    GateReport same = compare(GOOD, GOOD, UNSEEN);
    assertThat(same.reasons())
        .containsExactly(
            "it is not better beyond doubt: by 0.0000 nats per observation, [0.0000, 0.0000] at"
                + " 95%");
    assertThat(measured(same).candidate()).isEqualTo(measured(same).inForce());
  }

  @Test
  void shouldScoreInTheUsersUnits() {
    HeldOut ofUnseen = HeldOut.measure(GOOD.network(), GOOD.standardisation(), KERNELS, UNSEEN);
    // One output, and no transform: the units differ by the logarithm of the scale.
    double offset = -Math.log(GOOD.standardisation().yScale()[0]);
    assertThat(measured(compare(POOR, GOOD, UNSEEN)).candidate().logScore())
        .isCloseTo(ofUnseen.prequential() + offset, within(1e-5));
  }

  @Test
  void shouldRefuseWhatCoversTooMuch() {
    Network wide =
        changed(
            GOOD.network(),
            bias -> {
              for (int i = bias.length / 2; i < bias.length; i++) {
                bias[i] += 1.2f;
              }
            });
    Release candidate = with(GOOD, wide, GOOD.standardisation(), null);
    candidate = with(candidate, wide, GOOD.standardisation(), measure(candidate));
    GateReport report = compare(POOR, candidate, UNSEEN);
    assertThat(report.reasons()).hasSize(1).first().asString().startsWith("its intervals cover");
    assertThat(measured(report).candidate().coverage50()).isGreaterThan(0.6);
  }

  @Test
  void shouldRefuseWhatFindsTooManyTasksNovel() {
    Map<Score, double[][]> values = new EnumMap<>(GOOD.heldOut().percentiles().values());
    Percentiles former = GOOD.heldOut().percentiles();
    double[][] high = new double[former.contextSizes().length][former.levels().length];
    for (double[] row : high) {
      Arrays.fill(row, 100);
    }
    values.put(Score.NOVELTY, high);
    HeldOut novel =
        new HeldOut(100, 1500, 0, new Percentiles(former.contextSizes(), former.levels(), values));
    GateReport report =
        compare(POOR, with(GOOD, GOOD.network(), GOOD.standardisation(), novel), UNSEEN);
    assertThat(report.reasons())
        .containsExactly(
            "a share of 1.000 of the tasks is novel to it, more than the %.3f allowed"
                .formatted(0.05 + Math.max(0.05, measured(report).inForce().noveltyRate())));
  }

  @Test
  void shouldRefuseWhatIsNoNumber() {
    Network broken = changed(GOOD.network(), bias -> bias[0] = Float.NaN);
    GateReport report = compare(POOR, with(GOOD, broken, GOOD.standardisation(), null), UNSEEN);
    assertThat(report.accepted()).isFalse();
    assertThat(report.reasons())
        .containsExactly("a parameter of the candidate is not a finite number");
    Network wild = changed(GOOD.network(), bias -> Arrays.fill(bias, 0, bias.length / 2, 1e30f));
    assertThat(compare(POOR, with(GOOD, wild, GOOD.standardisation(), null), UNSEEN).reasons())
        .containsExactly("the candidate gives 60 of 60 tasks no finite score");
  }

  @Test
  void shouldRefuseOnTooFewTasksAndNotCountThoseThatTheReleaseInForceCannotTake() {
    TaskSet few = new TaskSet(1, 1, UNSEEN.tasks().subList(0, 19));
    assertThat(compare(POOR, GOOD, few).reasons())
        .containsExactly("there are 19 tasks to judge by, and it takes 20");
    Standardisation narrow =
        new Standardisation(
            OutputTransform.IDENTITY,
            new double[1],
            new double[] {1e-6},
            new double[1],
            new double[] {1});
    GateReport report = compare(with(POOR, POOR.network(), narrow, null), GOOD, UNSEEN);
    long within = UNSEEN.tasks().stream().filter(GateTest::isWithinOne).count();
    assertThat(report.tasks()).isEqualTo((int) within).isLessThan(20);
  }

  private static boolean isWithinOne(Task task) {
    return Arrays.stream(task.x()).allMatch(x -> Math.abs(x) <= 1);
  }

  private static GateReport compare(Release inForce, Release candidate, TaskSet tasks) {
    return Gate.compare(inForce, candidate, tasks, Gate.Bounds.STANDARD, KERNELS, 1);
  }

  private static GateReport.Measured measured(GateReport report) {
    return Objects.requireNonNull(report.measured());
  }

  /** A copy whose last layer of experts has other biases: means, then raw scales. */
  private static Network changed(Network network, Consumer<float[]> change) {
    Network copy = network.copy();
    change.accept(
        copy.parameters().stream()
            .filter(p -> p.name().startsWith("trunk.") && p.name().endsWith(".bias"))
            .toList()
            .getLast()
            .values());
    return copy;
  }

  private static HeldOut measure(Release release) {
    return HeldOut.measure(release.network(), release.standardisation(), KERNELS, UNSEEN);
  }

  private static Release with(
      Release release,
      Network network,
      Standardisation standardisation,
      @Nullable HeldOut heldOut) {
    return new Release(
        release.version(),
        release.parent(),
        network,
        standardisation,
        release.provenance(),
        heldOut == null ? release.heldOut() : heldOut,
        release.scores(),
        release.candidates());
  }
}

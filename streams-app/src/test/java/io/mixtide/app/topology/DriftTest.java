package io.mixtide.app.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mixtide.app.TestReleases;
import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.Task;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.DriftEvent;
import io.mixtide.schemas.DriftStatistic;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Small releases on the family that they were trained on, and on what they never saw. */
class DriftTest extends TopologyFixture {
  private static final int POINTS = 20;
  private static final Release FIRST = TestReleases.release(1);
  private static final Release SECOND = TestReleases.release(2);

  private int sent;

  @BeforeEach
  void activate() {
    inForce.set(FIRST);
  }

  @Test
  void shouldStaySilentWhileTasksAreAsUsual() {
    closeTasks(400, 1);
    assertThat(drifts()).isEmpty();
    assertThat(metric("novelty-rank")).isBetween(0.3, 0.7);
    assertThat(metric("drift-evidence-novelty")).isLessThan(Math.log(1e6));
  }

  @Test
  void shouldSayOnceWithEvidenceThatTasksAreOthers() {
    closeTasks(50, 1);
    closeTasks(200, 4);

    List<KeyValue<String, DriftEvent>> drifts = drifts();
    assertThat(drifts.stream().filter(d -> d.value.getStatistic() == DriftStatistic.NOVELTY))
        .hasSize(1);
    KeyValue<String, DriftEvent> drift = drifts.getFirst();
    assertThat(drift.key).isEqualTo(FIRST.version());
    DriftEvent event = drift.value;
    assertThat(event.getRelease()).isEqualTo(FIRST.version());
    assertThat(event.getEvidence()).isGreaterThanOrEqualTo(event.getThreshold());
    assertThat(event.getThreshold()).isEqualTo(StrictMath.log(1e6));
    assertThat(event.getTasks()).isBetween(52L, 249L);
    assertThat(event.getNoveltyRank()).isLessThan(0.5);
    assertThat(event.getPrequential()).isLessThan(event.getHeldOutPrequential());
    assertThat(event.getTask()).isEqualTo("t" + (event.getTasks() - 1));
  }

  @Test
  void shouldGoOnAfterARestartFromWhatItSaw() {
    closeTasks(3, 4);
    restart();
    closeTasks(197, 4);
    DriftEvent restarted = drifts().getFirst().value;

    assertThat(restarted.getTasks()).isBetween(4L, 200L);
    assertThat(restarted.getTask()).isEqualTo("t" + (restarted.getTasks() - 1));
  }

  @Test
  void shouldHoldEachReleaseToItsOwnTasks() {
    closeTasks(200, 4);
    inForce.set(SECOND);
    closeTasks(200, 4);

    Map<String, Long> novelties =
        drifts().stream()
            .filter(d -> d.value.getStatistic() == DriftStatistic.NOVELTY)
            .collect(Collectors.groupingBy(d -> d.key, Collectors.counting()));
    assertThat(novelties).containsOnly(entry(FIRST.version(), 1L), entry(SECOND.version(), 1L));
  }

  @Test
  void shouldCountATaskThatIsReopenedOnce() {
    closeTasks(1, 1);
    observe("t0", 0, 0);
    end("t0");
    closeTasks(400, 4);
    DriftEvent event = drifts().getFirst().value;
    assertThat(event.getTask()).isEqualTo("t" + (event.getTasks() - 1));
  }

  @Test
  void shouldCompareATaskAtTheReleaseThatClosesIt() {
    // Carried over: what it scored under the former release says nothing of the present one.
    observe("a", 0, 1e3);
    inForce.set(SECOND);
    end("a");
    restart();
    inForce.set(SECOND);
    observe("b", 0, 1e3);
    end("b");
    assertThat(contents(AdaptationTopology.PARTITION))
        .extracting(entry -> entry.key)
        .containsExactly("drift/" + SECOND.version());
  }

  /** Sends and ends new tasks of the family, with y times {@code scale}. */
  private void closeTasks(int tasks, double scale) {
    for (Task task :
        ClusteredFamily.generate(sent + tasks, POINTS, 5).tasks().subList(sent, sent + tasks)) {
      String name = "t" + sent++;
      for (int i = 0; i < task.size(); i++) {
        observe(name, task.x()[i], scale * task.y()[i]);
      }
      end(name);
    }
  }

  private double metric(String name) {
    return driver.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals(name))
        .mapToDouble(metric -> (double) metric.getValue().metricValue())
        .findFirst()
        .orElseThrow();
  }
}

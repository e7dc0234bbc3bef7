package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.TestReleases;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.PredictionRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When records that wait are taken, and that they survive a restart. */
class BatchTopologyTest extends TopologyFixture {
  private static final Release RELEASE = TestReleases.release(1);
  private static final Duration WAIT = Duration.ofMillis(20);
  private static final int RECORDS = 4;

  BatchTopologyTest() {
    batches = new BatchPolicy(RECORDS, WAIT);
    inForce.set(RELEASE);
  }

  private void batches(int records) {
    batches = new BatchPolicy(records, WAIT);
    restart();
  }

  private void observe(int times) {
    for (int i = 0; i < times; i++) {
      observe("task-" + i % 3, 0.1 * i, 0.2 * i);
    }
  }

  private List<Long> sequences(String task) {
    return posteriors().stream()
        .filter(posterior -> posterior.key.equals(task))
        .map(posterior -> posterior.value.getSequence())
        .toList();
  }

  @Test
  void shouldTakeRecordsWhenThereAreEnough() {
    observe(RECORDS - 1);
    assertThat(posteriors()).isEmpty();
    send(requests, "task-0", new PredictionRequest("r", List.of(query(null, 0.5))));
    assertThat(posteriors()).hasSize(RECORDS - 1);
    assertThat(predictions())
        .singleElement()
        .satisfies(prediction -> assertThat(prediction.value.getSequence()).isEqualTo(1));
    observe(2 * RECORDS);
    assertThat(posteriors()).hasSize(2 * RECORDS);
  }

  @Test
  void shouldTakeRecordsThatHaveWaitedLongEnough() {
    observe(2);
    driver.advanceWallClockTime(WAIT.minusMillis(1));
    assertThat(posteriors()).isEmpty();
    driver.advanceWallClockTime(Duration.ofMillis(1));
    assertThat(posteriors()).hasSize(2);
    driver.advanceWallClockTime(WAIT);
    assertThat(posteriors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, RECORDS, 9})
  void shouldTakeWhatWaitedBeforeARestartBeforeAnythingElse(int records) {
    // So the ring does not begin with its first slot.
    observe("task-0", 0, 0);
    driver.advanceWallClockTime(WAIT);
    observe("task-0", 1, 1);
    context.pipeInput("task-0".getBytes(UTF_8), new byte[] {1, 2, 3});
    observe("task-0", 2, 2);
    assertThat(sequences("task-0")).containsExactly(1L);
    batches(records);
    observe("task-0", 3, 3);
    driver.advanceWallClockTime(WAIT);
    assertThat(sequences("task-0")).containsExactly(2L, 3L, 4L);
    DeadLetter letter = deadLetters().getFirst().value;
    assertThat(letter.getReason()).isEqualTo(DeadLetterReason.MALFORMED);
    assertThat(letter.getSourceTopic()).isEqualTo(TOPICS.context());
    assertThat(letter.getSourceOffset()).isEqualTo(2);
    restart();
    driver.advanceWallClockTime(WAIT);
    assertThat(posteriors()).isEmpty();
  }

  @Test
  void shouldTakeWhatWaitedAlthoughNothingComes() {
    observe(3);
    batches(1);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(posteriors()).hasSize(3);
  }

  @Test
  void shouldJudgeWhatWaitsByTheReleaseUnderWhichItIsTaken() {
    Release next = TestReleases.release(2);
    observe(2);
    driver.advanceWallClockTime(WAIT);
    observe(2);
    inForce.set(next);
    driver.advanceWallClockTime(WAIT);
    assertThat(posteriors())
        .extracting(posterior -> posterior.value.getRelease())
        .containsExactly(RELEASE.version(), RELEASE.version(), next.version(), next.version());
  }

  @Test
  void shouldHaveARecordThatIsTooLargeToWaitTakenAfterThoseThatDo() {
    observe(2);
    context.pipeInput("task-0".getBytes(UTF_8), new byte[BatchProcessor.MAX_RECORD_BYTES]);
    assertThat(posteriors()).hasSize(2);
    assertThat(deadLetters())
        .extracting(letter -> letter.value.getReason())
        .containsExactly(DeadLetterReason.TOO_LARGE);
  }

  @Test
  void shouldWriteItsSlotsOver() {
    observe(5 * RECORDS + 1);
    assertThat(contents(AdaptationTopology.PARTITION))
        .extracting(entry -> (String) entry.key)
        .filteredOn(key -> key.startsWith("pending"))
        .containsExactly("pending", "pending/0", "pending/1", "pending/2", "pending/3");
  }

  @Test
  void shouldAnswerEachOfManyObservationsOfOneTaskAfterTheOneBefore() {
    for (int i = 0; i < RECORDS; i++) {
      send(context, "task", event("id" + i / 2, i, i, query(null, 0.5)));
    }
    List<Posterior> taken = posteriors().stream().map(posterior -> posterior.value).toList();
    assertThat(taken).extracting(Posterior::getContextSize).containsExactly(1, 2);
    assertThat(predictions())
        .extracting(prediction -> prediction.value.getContextSize())
        .containsExactly(1, 2);
    assertThat(deadLetters())
        .extracting(letter -> letter.value.getSourceOffset())
        .containsExactly(1L, 3L);
  }
}

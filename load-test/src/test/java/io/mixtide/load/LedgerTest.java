package io.mixtide.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mixtide.app.demo.Schedule;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.OutputTransform;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Condition<LoadResult> EXACT =
      new Condition<>(LoadResult::isExact, "exactly once");

  private final Schedule schedule = new Schedule(0, 1000, 0);
  private final LoadPlan plan =
      new LoadPlan(1, 1000, Duration.ofMillis(1), Duration.ofMillis(2), 0, 1, 1, 1, 1);
  private final Ledger ledger = new Ledger("run/", schedule, plan);

  @BeforeEach
  void send() {
    for (int event = 0; event < 3; event++) {
      ledger.sending(event);
    }
    ledger.appended(0, 7, DeadLetterReason.MALFORMED);
  }

  @Test
  void shouldAttestExactlyOnce() {
    answerAll();
    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.result(0)).is(EXACT);
  }

  @Test
  void shouldMeasureFromWhenAnEventWasDueAndOnlyAfterWarmingUp() {
    posterior(0, 1, 900);
    posterior(1, 2, 5);
    posterior(2, 3, 12);
    LoadResult.Latency latency = ledger.result(0).latencyMs();
    assertThat(latency.p50()).isBetween(3.99, 4.01);
    assertThat(latency.max()).isBetween(9.99, 10.02);
    assertThat(ledger.result(0).answeredPerSecond()).isBetween(181.0, 182.0);
  }

  @Test
  void shouldMissWhatDidNotCome() {
    posterior(0, 1, 1);
    assertThat(ledger.isComplete()).isFalse();
    LoadResult result = ledger.result(0);
    assertThat(result).isNot(EXACT);
    assertThat(result.posteriors()).isEqualTo(new LoadResult.Tally(3, 1, 0));
    assertThat(result.predictions()).isEqualTo(new LoadResult.Tally(3, 0, 0));
    assertThat(result.deadLetters()).isEqualTo(new LoadResult.Tally(1, 0, 0));
  }

  @Test
  void shouldNoticeWhatCameTwiceOrOutOfSequence() {
    answerAll();
    posterior(2, 4, 1);
    prediction(2);
    letter(7, DeadLetterReason.MALFORMED);
    LoadResult result = ledger.result(0);
    assertThat(result).isNot(EXACT);
    assertThat(result.posteriors().excess()).isEqualTo(1);
    assertThat(result.predictions().excess()).isEqualTo(1);
    assertThat(result.deadLetters().excess()).isEqualTo(1);
    assertThat(result.outOfSequence()).isZero();
    posterior(1, 9, 1);
    assertThat(ledger.result(0).outOfSequence()).isEqualTo(1);
  }

  @Test
  void shouldNoticeADeadLetterOfAGoodEventOrForTheWrongReason() {
    letter(8, DeadLetterReason.MALFORMED);
    letter(7, DeadLetterReason.INTERNAL);
    assertThat(ledger.result(0).deadLetters()).isEqualTo(new LoadResult.Tally(1, 0, 2));
    assertThat(ledger.result(0).deadLettersByReason())
        .containsOnly(
            entry(DeadLetterReason.MALFORMED, new LoadResult.Tally(1, 0, 1)),
            entry(DeadLetterReason.INTERNAL, new LoadResult.Tally(0, 0, 1)));
  }

  @Test
  void shouldKnowItsLettersWithoutAKeyByWhereTheirRecordsStand() {
    ledger.appended(0, 8, DeadLetterReason.EMPTY_KEY);
    receive(null, letterOf(8, DeadLetterReason.EMPTY_KEY), 1);
    receive(null, letterOf(9, DeadLetterReason.EMPTY_KEY), 1);
    answerAll();
    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.result(0)).is(EXACT);

    ledger.appended(0, 9, DeadLetterReason.EMPTY_KEY);
    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.result(0)).is(EXACT);
    assertThat(ledger.result(0).deadLettersByReason())
        .containsEntry(DeadLetterReason.EMPTY_KEY, new LoadResult.Tally(2, 2, 0));

    receive(null, letterOf(9, DeadLetterReason.EMPTY_KEY), 1);
    assertThat(ledger.result(0)).isNot(EXACT);
  }

  @Test
  void shouldNoticeWhatTheBrokerDidNotTake() {
    answerAll();
    ledger.failed();
    assertThat(ledger.result(0)).isNot(EXACT);
  }

  @Test
  void shouldPassOverOtherRuns() {
    answerAll();
    receive("other/1", posteriorOf(0, 1), 1);
    receive(null, letterOf(9, DeadLetterReason.EMPTY_KEY), 1);
    assertThat(ledger.result(0)).is(EXACT);
  }

  private void answerAll() {
    for (int event = 0; event < 3; event++) {
      posterior(event, event + 1, 10);
      prediction(event);
    }
    letter(7, DeadLetterReason.MALFORMED);
  }

  private void posterior(int event, long sequence, long millis) {
    receive("run/a", posteriorOf(event, sequence), millis);
  }

  private void prediction(int event) {
    Prediction prediction =
        new Prediction(
            "r",
            "e",
            1,
            0,
            1L,
            true,
            null,
            String.valueOf(event),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            OutputTransform.IDENTITY,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    receive("run/a", prediction, 1);
  }

  private void letter(long offset, DeadLetterReason reason) {
    receive("run/a", letterOf(offset, reason), 1);
  }

  private void receive(@Nullable String task, SpecificRecord output, long millis) {
    ledger.received(new ConsumerRecord<>("any", 0, 0, task, output), millis * 1_000_000);
  }

  private static Posterior posteriorOf(int event, long sequence) {
    return new Posterior(
        "r",
        "e",
        1,
        0,
        sequence,
        String.valueOf(event),
        Instant.EPOCH,
        List.of(),
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0);
  }

  private static DeadLetter letterOf(long offset, DeadLetterReason reason) {
    return new DeadLetter(reason, "", "t", 0, offset, Instant.EPOCH, null, null, 0L, false);
  }
}

package io.mixtide.verify;

import static io.mixtide.verify.MemoryRun.CONTEXT;
import static io.mixtide.verify.MemoryRun.INPUT;
import static io.mixtide.verify.MemoryRun.TOPICS;
import static io.mixtide.verify.MemoryRun.encode;
import static io.mixtide.verify.MemoryRun.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Vectors;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each damage is done to a run that is exact without it. */
class RunVerifierTest {
  private final MemoryRun run = new MemoryRun();

  /** Twelve observations, the fifth to the eighth under context experts, and some requests. */
  @BeforeEach
  void start() {
    run.ask(INPUT, "early", 0.5);
    for (int i = 0; i < 12; i++) {
      var release = i >= 4 && i < 8 ? CONTEXT : INPUT;
      // The values are far out at first, so that alerts are raised and cleared.
      run.observe(release, event("id" + i, Math.sin(i), i < 6 ? 4 * Math.cos(7 * i) : 0.1));
      if (i % 3 == 0) {
        run.ask(release, null, 0.25, 0.25);
        run.ask(release, "r" + i, i);
      }
    }
    run.log(INPUT);
    run.refuse(DeadLetterReason.MALFORMED, new byte[] {1, 2, 3});
    run.refuse(DeadLetterReason.DUPLICATE, encode(event("id3", 0, 0)));
    run.refuse(DeadLetterReason.OUT_OF_RANGE, encode(event("far", 0, 1e20)));
    run.observe(INPUT, event(null, 0.5, 0.5));
  }

  @Test
  void shouldFindNothingWrongWithWhatIsExact() {
    Verification found = run.verify();
    assertThat(found.findings()).isEmpty();
    assertThat(found.isExact()).isTrue();
    assertThat(found.tasks()).isEqualTo(1);
    assertThat(found.records()).isEqualTo(16 + 9);
    assertThat(found.posteriors()).isEqualTo(13);
    assertThat(found.predictions()).isEqualTo(26 + 13);
    assertThat(found.deadLetters()).isEqualTo(3);
    assertThat(found.alerts()).isGreaterThan(3);
    assertThat(found.taskLogs()).isEqualTo(1);
  }

  @Test
  void shouldJudgeNoEngineByAnotherOneOfOtherBits() {
    assumeTrue(EngineChoice.of("nd4j").provider() == null, "that engine is built in");
    Posterior posterior = run.read(TOPICS.posteriors(), 5);
    run.replace(TOPICS.posteriors(), 5, Posterior.newBuilder(posterior).setEngine("nd4j").build());
    assertThatExceptionOfType(UserErrorException.class)
        .isThrownBy(run::verify)
        .withMessageStartingWith("outputs of the engine nd4j can be judged by it alone: ")
        .withMessageContaining("it is not built in");
  }

  @Test
  void shouldFindAPosteriorThatIsMissing() {
    run.topic(TOPICS.posteriors()).remove(5);
    Finding finding = only(Fault.MISSING, 1);
    assertThat(finding.sequence()).isEqualTo(6);
    assertThat(finding.task()).isEqualTo("a");
    assertThat(finding.record()).isEqualTo("mixtide.context-0-5");
  }

  @Test
  void shouldFindAPosteriorThatIsThereTwice() {
    run.topic(TOPICS.posteriors()).add(run.topic(TOPICS.posteriors()).get(5));
    Finding finding = only(Fault.DOUBLED, 1);
    assertThat(finding.sequence()).isEqualTo(6);
    assertThat(finding.record()).isEqualTo("mixtide.posteriors-0-13");
  }

  @Test
  void shouldFindOneBitOfAlphaThatDiffers() {
    Posterior posterior = run.read(TOPICS.posteriors(), 6);
    float[] alpha = Vectors.toFloatArray(posterior.getAlpha());
    alpha[1] = Math.nextUp(alpha[1]);
    run.replace(
        TOPICS.posteriors(),
        6,
        Posterior.newBuilder(posterior).setAlpha(Vectors.floats(alpha)).build());
    Finding finding = only(Fault.DIFFERING, 1);
    assertThat(finding.sequence()).isEqualTo(7);
    assertThat(finding.detail()).startsWith("alpha[1] is " + alpha[1]);
  }

  @Test
  void shouldTellZeroFromItsNegativeAndNotANumberFromItself() {
    Posterior posterior = run.read(TOPICS.posteriors(), 0);
    Posterior zero = Posterior.newBuilder(posterior).setNovelty(0).build();
    Posterior negative = Posterior.newBuilder(posterior).setNovelty(-0.0).build();
    Posterior nan = Posterior.newBuilder(posterior).setNovelty(Double.NaN).build();
    Fingerprint fingerprint = new Fingerprint();
    assertThat(fingerprint.of(zero)).isNotEqualTo(fingerprint.of(negative));
    assertThat(fingerprint.of(nan))
        .isEqualTo(fingerprint.of(Posterior.newBuilder(nan).build()))
        .isNotEqualTo(fingerprint.of(zero));
    assertThat(FieldDifference.between(zero, negative))
        .isEqualTo("novelty is 0.0 where -0.0 is right");
    assertThat(FieldDifference.between(nan, nan)).isEqualTo("no field differs");
  }

  @Test
  void shouldFindPosteriorsThatStandInAnotherOrder() {
    Collections.swap(run.topic(TOPICS.posteriors()), 5, 6);
    assertThat(only(Fault.OUT_OF_ORDER, 1).record()).startsWith("mixtide.posteriors-0-");
  }

  @Test
  void shouldFindAPosteriorOfNoObservation() {
    Posterior posterior = run.read(TOPICS.posteriors(), 12);
    run.write(TOPICS.posteriors(), Posterior.newBuilder(posterior).setSequence(14).build());
    assertThat(only(Fault.STRAY, 1).sequence()).isEqualTo(14);
  }

  @Test
  void shouldFindOutputsOfAReleaseThatIsNotThere() {
    Posterior posterior = run.read(TOPICS.posteriors(), 12);
    run.replace(
        TOPICS.posteriors(), 12, Posterior.newBuilder(posterior).setRelease("none").build());
    Prediction prediction = run.read(TOPICS.predictions(), 0);
    run.replace(
        TOPICS.predictions(), 0, Prediction.newBuilder(prediction).setRelease("none").build());
    AmbiguityEvent alert = run.read(TOPICS.ambiguity(), 0);
    run.replace(TOPICS.ambiguity(), 0, AmbiguityEvent.newBuilder(alert).setRelease("none").build());
    TaskLog log = run.read(TOPICS.taskLog(), 0);
    run.replace(TOPICS.taskLog(), 0, TaskLog.newBuilder(log).setRelease("none").build());
    Verification found = run.verify();
    assertThat(found.unknownReleases()).isEqualTo(4);
    // The predictions of the first one's queries are of another release than it says.
    assertThat(found.differing()).isEqualTo(2);
  }

  @Test
  void shouldSayWhichObservationsWereLostAndGoOnBehindThem() {
    run.write(TOPICS.context(), event("lost", 1, 1));
    run.write(TOPICS.context(), event("lost too", 1, 1));
    run.observe(CONTEXT, event("seen", 0.25, 1));
    run.observe(INPUT, event("seen too", 0.75, 1));
    Verification found = run.verify();
    assertThat(counts(found)).isEqualTo(Map.of(Fault.MISSING, 2 * 3L));
    assertThat(found.findings().getFirst().detail()).isEqualTo("the observation was not counted");
    assertThat(found.findings().getFirst().record()).isEqualTo("mixtide.context-0-16");
  }

  @Test
  void shouldSayThatAnObservationWasCountedTwiceAndGoOnBehindIt() {
    ContextEvent event = event("twice", 0.25, 1);
    run.observe(INPUT, event);
    run.count(INPUT, event);
    run.observe(INPUT, event("after", 0.75, 1));
    assertThat(only(Fault.DOUBLED, 1).sequence()).isEqualTo(15);
  }

  @Test
  void shouldFindPredictionsThatAreMissingDoubledOrNotAskedFor() {
    List<MemoryRun.Written> predictions = run.topic(TOPICS.predictions());
    // The answer to the first request, then one of an observation's.
    predictions.removeFirst();
    only(Fault.MISSING, 1);
    predictions.removeFirst();
    only(Fault.MISSING, 2);
    predictions.add(predictions.getLast());
    assertThat(counts(run.verify())).isEqualTo(Map.of(Fault.MISSING, 2L, Fault.DOUBLED, 1L));
    Prediction last = run.read(TOPICS.predictions(), predictions.size() - 1);
    run.replace(
        TOPICS.predictions(),
        predictions.size() - 1,
        Prediction.newBuilder(last).setQueryId("no one's").build());
    assertThat(counts(run.verify())).isEqualTo(Map.of(Fault.MISSING, 2L, Fault.STRAY, 1L));
  }

  @Test
  void shouldFindAPredictionThatDiffers() {
    Prediction prediction = run.read(TOPICS.predictions(), 1);
    double[] quantiles = Vectors.toArray(prediction.getQuantiles());
    quantiles[1] = Math.nextDown(quantiles[1]);
    run.replace(
        TOPICS.predictions(),
        1,
        Prediction.newBuilder(prediction).setQuantiles(Vectors.doubles(quantiles)).build());
    assertThat(only(Fault.DIFFERING, 1).detail()).startsWith("quantiles[1]");
  }

  @Test
  void shouldFindPredictionsThatStandInAnotherOrder() {
    // Two queries of an observation, then those of a request at one sequence.
    Collections.swap(run.topic(TOPICS.predictions()), 1, 2);
    only(Fault.OUT_OF_ORDER, 1);
    Collections.swap(run.topic(TOPICS.predictions()), 1, 2);
    Collections.swap(run.topic(TOPICS.predictions()), 2, 3);
    only(Fault.OUT_OF_ORDER, 1);
  }

  @Test
  void shouldFindAnAlertWithoutACrossing() {
    int last = run.topic(TOPICS.ambiguity()).size() - 1;
    AmbiguityEvent alert = run.read(TOPICS.ambiguity(), last);
    run.write(
        TOPICS.ambiguity(),
        AmbiguityEvent.newBuilder(alert)
            .setKind(alert.getKind() == AlertKind.NOVELTY ? AlertKind.AMBIGUITY : AlertKind.NOVELTY)
            .build());
    Finding finding = only(Fault.WRONG_ALERT, 1);
    assertThat(finding.sequence()).isEqualTo(alert.getSequence());
    assertThat(finding.detail()).contains("did not cross");
  }

  @Test
  void shouldFindACrossingWithoutAnAlert() {
    run.topic(TOPICS.ambiguity()).removeFirst();
    assertThat(only(Fault.WRONG_ALERT, 1).detail()).contains("is not RAISED though");
  }

  @Test
  void shouldFindAnAlertOfTheOtherDirectionOrAnotherValue() {
    AmbiguityEvent alert = run.read(TOPICS.ambiguity(), 0);
    run.replace(
        TOPICS.ambiguity(),
        0,
        AmbiguityEvent.newBuilder(alert).setState(AlertState.CLEARED).build());
    only(Fault.WRONG_ALERT, 1);
    run.replace(
        TOPICS.ambiguity(),
        0,
        AmbiguityEvent.newBuilder(alert).setValue(Math.nextUp(alert.getValue())).build());
    assertThat(only(Fault.DIFFERING, 1).detail()).startsWith("value is");
  }

  @Test
  void shouldFindLabelsThatAreNotTheMostTelling() {
    int index =
        IntStream.range(0, run.topic(TOPICS.ambiguity()).size())
            .filter(i -> !run.<AmbiguityEvent>read(TOPICS.ambiguity(), i).getLabelNext().isEmpty())
            .findFirst()
            .orElseThrow();
    AmbiguityEvent alert = run.read(TOPICS.ambiguity(), index);
    run.replace(
        TOPICS.ambiguity(),
        index,
        AmbiguityEvent.newBuilder(alert).setLabelNext(alert.getLabelNext().reversed()).build());
    assertThat(only(Fault.DIFFERING, 1).detail()).startsWith("labelNext[0].");
  }

  @Test
  void shouldFindADeadLetterOfAGoodRecord() {
    run.letter(DeadLetterReason.NOT_FINITE, 3);
    assertThat(only(Fault.WRONGLY_REFUSED, 1).record()).isEqualTo("mixtide.context-0-3");
    run.refuse(DeadLetterReason.OUT_OF_RANGE, encode(event("refused", 0.5, 0.5)));
    only(Fault.WRONGLY_REFUSED, 2);
    // The end of a task is a good record too.
    run.refuse(DeadLetterReason.MALFORMED, null);
    only(Fault.WRONGLY_REFUSED, 3);
  }

  @Test
  void shouldFindDeadLettersThatAreMissingDoubledOrOfNoRecord() {
    run.topic(TOPICS.deadLetters()).removeLast();
    run.topic(TOPICS.deadLetters()).removeFirst();
    only(Fault.MISSING, 2);
    run.topic(TOPICS.deadLetters()).add(run.topic(TOPICS.deadLetters()).getFirst());
    assertThat(counts(run.verify())).isEqualTo(Map.of(Fault.MISSING, 2L, Fault.DOUBLED, 1L));
    DeadLetter letter = run.read(TOPICS.deadLetters(), 1);
    run.replace(TOPICS.deadLetters(), 1, DeadLetter.newBuilder(letter).setSourceOffset(99).build());
    assertThat(counts(run.verify())).isEqualTo(Map.of(Fault.MISSING, 2L, Fault.STRAY, 1L));
  }

  @Test
  void shouldFindADeadLetterWithAnotherReasonOrAnotherRecord() {
    DeadLetter letter = run.read(TOPICS.deadLetters(), 1);
    run.replace(
        TOPICS.deadLetters(),
        1,
        DeadLetter.newBuilder(letter).setReason(DeadLetterReason.NOT_FINITE).build());
    assertThat(only(Fault.DIFFERING, 1).detail())
        .isEqualTo("reason is NOT_FINITE where DUPLICATE is right");
    run.replace(TOPICS.deadLetters(), 1, DeadLetter.newBuilder(letter).setValueSize(7).build());
    assertThat(only(Fault.DIFFERING, 1).detail()).startsWith("valueSize is 7");
    run.replace(
        TOPICS.deadLetters(), 1, DeadLetter.newBuilder(letter).setMessage("another").build());
    assertThat(run.verify().isExact()).isTrue();
  }

  @Test
  void shouldFindBadRecordsThatWereCounted() {
    run.observe(INPUT, event("id9", 0.5, 0.5));
    assertThat(only(Fault.WRONGLY_ACCEPTED, 1).detail()).contains("its id was taken before");
    Query bad = new Query(null, Vectors.doubles(0.5), Vectors.doubles());
    run.observe(
        INPUT,
        new ContextEvent(
            "four queries",
            Instant.EPOCH,
            Vectors.doubles(0.5),
            Vectors.doubles(0.5),
            List.of(bad, bad, bad, bad)));
    run.observe(INPUT, event("after", 0.75, 1));
    only(Fault.WRONGLY_ACCEPTED, 2);
    run.ask(INPUT, "five queries", 1, 2, 3, 4, 5);
    only(Fault.WRONGLY_ACCEPTED, 3);
  }

  @Test
  void shouldForgetAnIdAfterThirtyTwoOthers() {
    run.observe(INPUT, event("old", 0.5, 0.5));
    for (int i = 0; i < 32; i++) {
      run.observe(INPUT, event("new" + i, 0.5, 0.5));
    }
    run.observe(INPUT, event("old", 0.5, 0.5));
    assertThat(run.verify().findings()).isEmpty();
    run.refuse(DeadLetterReason.DUPLICATE, encode(event("new0", 0.5, 0.5)));
    only(Fault.WRONGLY_REFUSED, 1);
  }

  @Test
  void shouldFindARecordThatHasNoPlaceOnItsTopic() {
    run.write(TOPICS.requests(), event("misplaced", 0.5, 0.5));
    run.write(TOPICS.context(), new PredictionRequest("misplaced", List.of()));
    only(Fault.MISSING, 2);
    run.write(TOPICS.posteriors(), run.read(TOPICS.predictions(), 0));
    assertThat(counts(run.verify())).isEqualTo(Map.of(Fault.MISSING, 2L, Fault.STRAY, 1L));
  }

  @Test
  void shouldFindALogThatIsNotTheBeginningOfItsTask() {
    TaskLog log = run.read(TOPICS.taskLog(), 0);
    run.replace(
        TOPICS.taskLog(),
        0,
        TaskLog.newBuilder(log).setObservations(log.getObservations().subList(0, 7)).build());
    assertThat(run.verify().isExact()).isTrue();
    run.replace(
        TOPICS.taskLog(),
        0,
        TaskLog.newBuilder(log).setObservations(log.getObservations().subList(1, 7)).build());
    assertThat(only(Fault.DIFFERING, 1).detail()).startsWith("observations[0].sequence is 2");
  }

  @Test
  void shouldNotMissWhatIsNotDueAndCheckWhatIsThere() {
    run.write(TOPICS.context(), event("pending", 0.5, 0.5));
    run.write(TOPICS.context(), event("pending too", 0.5, 0.5));
    run.write(TOPICS.context(), event("bad", Double.NaN, 0.5));
    run.dueBefore(16);
    Verification found = run.verify();
    assertThat(found.findings()).isEmpty();
    assertThat(found.pending()).isEqualTo(3);
    run.dueBefore(17);
    only(Fault.MISSING, 3);
    run.dueBefore(10);
    assertThat(run.verify().isExact()).isTrue();
  }

  @Test
  void shouldSkipATaskWhoseBeginningIsCutAway() {
    run.cut(Map.of(TOPICS.context(), 4L));
    Verification found = run.verify();
    assertThat(found.findings()).isEmpty();
    assertThat(found.skipped()).isEqualTo(1);
  }

  @Test
  void shouldNotMissOutputsThatAreCutAway() {
    run.cut(
        Map.of(
            TOPICS.posteriors(),
            4L,
            TOPICS.predictions(),
            20L,
            TOPICS.ambiguity(),
            2L,
            TOPICS.deadLetters(),
            2L));
    assertThat(run.verify().findings()).isEmpty();
    assertThat(run.verify().skipped()).isEqualTo(1);
    run.topic(TOPICS.posteriors()).removeLast();
    only(Fault.MISSING, 1);
  }

  /** Nothing is found but so many of a fault; the first of them. */
  private Finding only(Fault fault, long count) {
    Verification found = run.verify();
    assertThat(counts(found)).as(found.findings().toString()).isEqualTo(Map.of(fault, count));
    assertThat(found.isExact()).isFalse();
    return found.findings().getFirst();
  }

  private static Map<Fault, Long> counts(Verification found) {
    Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    counts.put(Fault.MISSING, found.missing());
    counts.put(Fault.DOUBLED, found.doubled());
    counts.put(Fault.DIFFERING, found.differing());
    counts.put(Fault.OUT_OF_ORDER, found.outOfOrder());
    counts.put(Fault.WRONG_ALERT, found.wrongAlerts());
    counts.put(Fault.UNKNOWN_RELEASE, found.unknownReleases());
    counts.put(Fault.WRONGLY_REFUSED, found.wronglyRefused());
    counts.put(Fault.WRONGLY_ACCEPTED, found.wronglyAccepted());
    counts.put(Fault.STRAY, found.strays());
    assertThat(counts).hasSameSizeAs(Arrays.asList(Fault.values()));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }
}

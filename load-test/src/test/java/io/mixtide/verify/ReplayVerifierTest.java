package io.mixtide.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.config.Settings;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayVerifierTest {
  @TempDir private static Path state;
  private static RealRun run;

  @BeforeAll
  static void start() {
    run = new RealRun(state);
  }

  @AfterAll
  static void stop() {
    run.close();
  }

  @Test
  void shouldFindARealRunExact() {
    Verification found = run.verifyWhenDone();
    assertThat(found.findings()).isEmpty();
    assertThat(found.isExact()).isTrue();
    assertThat(found.posteriors()).isEqualTo(run.good());
    assertThat(found.predictions()).isEqualTo(run.asked());
    assertThat(found.deadLetters()).isEqualTo(run.bad());
    assertThat(found.alerts()).isPositive();
    assertThat(found.taskLogs()).isPositive();
    assertThat(found.skipped()).isZero();
  }

  @Test
  void shouldFindWhatWasDamagedOnTheTopics() {
    run.verifyWhenDone();
    Topics topics = new Topics(run.settings().topicPrefix());
    TopicCopy copy = new TopicCopy(run.settings());
    copy.of(topics.posteriors(), 0).remove(20);
    List<TopicCopy.Copied> posteriors = copy.of(topics.posteriors(), 1);
    posteriors.add(posteriors.get(3));
    Posterior tenth = (Posterior) Objects.requireNonNull(posteriors.get(10).value());
    float[] alpha = Vectors.toFloatArray(tenth.getAlpha());
    alpha[0] = Float.intBitsToFloat(Float.floatToIntBits(alpha[0]) ^ 1);
    posteriors.set(
        10,
        posteriors
            .get(10)
            .with(Posterior.newBuilder(tenth).setAlpha(Vectors.floats(alpha)).build()));
    copy.of(topics.ambiguity(), 0).removeFirst();
    copy.of(topics.deadLetters(), 1).addAll(copy.of(topics.deadLetters(), 0).subList(0, 1));
    Settings damaged = run.settings("damaged.", "damaged", state);
    copy.writeTo(damaged);
    run.publishTo(damaged);

    Verification found = ReplayVerifier.verify(damaged);
    assertThat(found.findings())
        .extracting(Finding::fault)
        .containsExactlyInAnyOrder(
            Fault.MISSING, Fault.DOUBLED, Fault.DIFFERING, Fault.WRONG_ALERT, Fault.DOUBLED);
    assertThat(found.findings())
        .filteredOn(finding -> finding.fault() == Fault.DIFFERING)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.record()).isEqualTo("damaged.posteriors-1-10");
          assertThat(finding.sequence()).isEqualTo(tenth.getSequence());
          assertThat(finding.detail()).startsWith("alpha[0] is " + alpha[0]);
        });
    assertThat(found.pending()).isZero();
  }
}

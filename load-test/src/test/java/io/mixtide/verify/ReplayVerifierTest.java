package io.mixtide.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}

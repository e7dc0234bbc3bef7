package io.mixtide.verify;

import static io.mixtide.verify.MemoryRun.INPUT;
import static io.mixtide.verify.MemoryRun.TOPICS;
import static io.mixtide.verify.MemoryRun.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.Posterior;
import org.junit.jupiter.api.Test;

/** Outputs of the engine nd4j are judged by that engine. */
class Nd4jRunTest {

  @Test
  void shouldFindNothingWrongWithWhatTheEngineWrote() {
    Verification found = run("nd4j").verify();
    assertThat(found.findings()).isEmpty();
    assertThat(found.posteriors()).isEqualTo(6);
    assertThat(found.predictions()).isEqualTo(12);
  }

  @Test
  void shouldFindWhatAnotherEngineWroteInItsName() {
    MemoryRun run = run("vector");
    for (int i = 0; i < 6; i++) {
      Posterior posterior = run.read(TOPICS.posteriors(), i);
      run.replace(
          TOPICS.posteriors(), i, Posterior.newBuilder(posterior).setEngine("nd4j").build());
    }
    assertThat(run.verify().findings())
        .extracting(Finding::fault)
        .isNotEmpty()
        .containsOnly(Fault.DIFFERING);
  }

  private static MemoryRun run(String engine) {
    MemoryRun run = new MemoryRun(engine);
    for (int i = 0; i < 6; i++) {
      run.observe(INPUT, event("id" + i, Math.sin(i), Math.cos(7 * i)));
    }
    return run;
  }
}

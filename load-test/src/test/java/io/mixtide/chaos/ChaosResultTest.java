package io.mixtide.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.load.LoadResult;
import io.mixtide.load.LoadResult.Tally;
import io.mixtide.verify.Verification;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChaosResultTest {
  private static final Tally EXACT = new Tally(10, 10, 0);
  private static final List<Injected> FAULTS =
      List.of(
          fault(FaultKind.KILL_INSTANCE, 1000.0),
          fault(FaultKind.KILL_INSTANCE, 3000.0),
          fault(FaultKind.WIPE_STATE, null),
          fault(FaultKind.KILL_BROKER, 9000.0),
          Injected.leftOut(
              new Fault(1, FaultKind.FULL_DISK, 0, Fault.NONE, 5), "it cannot be mounted"));

  @Test
  void shouldSumUpTheRecoveriesOfEachKind() {
    ChaosResult result = result(EXACT, replay(0, 0, 0, 0));
    assertThat(result.faults()).isEqualTo(4);
    assertThat(result.recoveryMs()).isEqualTo(3000);
    assertThat(result.recoveryByKindMs())
        .containsOnlyKeys(FaultKind.KILL_INSTANCE, FaultKind.WIPE_STATE, FaultKind.KILL_BROKER)
        .containsEntry(FaultKind.KILL_INSTANCE, new ChaosResult.Recoveries(2, 2000, 3000))
        .containsEntry(FaultKind.WIPE_STATE, new ChaosResult.Recoveries(1, 0, 0));
    assertThat(result.isExact()).isTrue();
  }

  @Test
  void shouldSayTheLargerOfBothCounts() {
    ChaosResult result = result(new Tally(10, 7, 5), replay(4, 2, 1, 0));
    assertThat(result.missing()).isEqualTo(4);
    assertThat(result.doubled()).isEqualTo(5);
    assertThat(result.differing()).isEqualTo(1);
  }

  @Test
  void shouldBeExactOnlyByBothCounts() {
    assertThat(result(new Tally(10, 9, 0), replay(0, 0, 0, 0)).isExact()).isFalse();
    assertThat(result(EXACT, replay(1, 0, 0, 0)).isExact()).isFalse();
    assertThat(result(EXACT, replay(0, 0, 0, 1)).isExact()).isFalse();
  }

  @Test
  void shouldPrintWhatWasLeftOutAndWhatIsWrong() {
    StringWriter text = new StringWriter();
    ChaosText.print(new PrintWriter(text, true), result(EXACT, replay(2, 0, 0, 0)));
    assertThat(text.toString())
        .contains("full disk under the state", "left out: it cannot be mounted")
        .contains("4 faults, 30 records: 2 missing, 0 doubled, 0 differing", "NOT EXACT")
        .contains("after a kill -9 of an instance 3.00 s");
  }

  private static Injected fault(FaultKind kind, @Nullable Double recoveryMs) {
    return new Injected(kind, "instance 0", 1, 2, 3, recoveryMs, 4, true, null);
  }

  private static ChaosResult result(Tally posteriors, Verification replay) {
    ChaosOptions options =
        new ChaosOptions(
            1, Duration.ofSeconds(60), false, ChaosOptions.ALL_KINDS, 2, 4, 1000, 200, 0.01);
    LoadResult ledger =
        new LoadResult(
            1,
            30,
            1000,
            1000,
            1,
            new LoadResult.Latency(1, 2, 3, 4),
            0,
            0,
            posteriors,
            EXACT,
            EXACT,
            Map.of(),
            null);
    return ChaosResult.of(options, ledger, replay, FAULTS, 3000, 0, true);
  }

  private static Verification replay(long missing, long doubled, long differing, long strays) {
    return new Verification(
        1, 30, 10, 10, 10, 0, 0, missing, doubled, differing, 0, 0, 0, 0, 0, strays, 0, 0, 1,
        List.of());
  }
}

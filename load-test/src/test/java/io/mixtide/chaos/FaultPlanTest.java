package io.mixtide.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final Duration LONG = Duration.ofMinutes(20);

  @Property(tries = 50)
  void shouldBeThePlanOfItsSeed(@ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int n) {
    assertThat(plan(seed, n, LONG))
        .isEqualTo(plan(seed, n, LONG))
        .isNotEqualTo(plan(~seed, n, LONG));
  }

  @Property(tries = 200)
  void shouldLeaveTwoBrokersAndOneInstanceWhole(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 5) int n,
      @ForAll @IntRange(min = 60, max = 2000) int seconds) {
    List<Fault> plan = plan(seed, n, Duration.ofSeconds(seconds));
    for (FaultKind.Lane lane : FaultKind.Lane.values()) {
      List<Fault> ofLane = plan.stream().filter(fault -> fault.kind().lane() == lane).toList();
      for (int i = 1; i < ofLane.size(); i++) {
        assertThat(ofLane.get(i).atMs()).isGreaterThan(ofLane.get(i - 1).endMs());
      }
    }
    assertThat(plan)
        .isSortedAccordingTo((a, b) -> Long.compare(a.atMs(), b.atMs()))
        .allSatisfy(fault -> {
          assertThat(fault.endMs()).isBetween(1L, seconds * 1000L);
          assertThat(fault.instance()).isBetween(Fault.NONE, n - 1);
          assertThat(fault.broker()).isIn(Fault.NONE, 1, 2, 3);
        });
  }

  @Property(tries = 100)
  void shouldHaveFiftyFaultsOfEveryKindInTwentyMinutes(@ForAll long seed) {
    List<Fault> plan = plan(seed, 2, LONG);
    assertThat(plan)
        .hasSizeGreaterThanOrEqualTo(50)
        .extracting(Fault::kind)
        .contains(FaultKind.values());
    assertThat(plan)
        .filteredOn(fault -> fault.instance() != Fault.NONE)
        .extracting(Fault::instance)
        .contains(0, 1);
  }

  @Property(tries = 50)
  void shouldHaveOneFaultOfEachLaneInBrief(@ForAll long seed) {
    assertThat(
            FaultPlan.of(
                new ChaosOptions(
                    seed,
                    Duration.ofSeconds(75),
                    true,
                    ChaosOptions.ALL_KINDS,
                    2,
                    4,
                    1000,
                    200,
                    0.01)))
        .extracting(Fault::kind)
        .containsExactly(
            FaultKind.KILL_INSTANCE, FaultKind.ACTIVATE_RELEASE, FaultKind.KILL_BROKER);
  }

  @Test
  void shouldPauseLongerThanASession() {
    assertThat(plan(1, 2, LONG))
        .filteredOn(fault ->
            Arrays.asList(FaultKind.PAUSE_INSTANCE, FaultKind.ISOLATION).contains(fault.kind()))
        .isNotEmpty()
        .allSatisfy(fault -> assertThat(fault.lastingMs()).isGreaterThan(10_000));
  }

  @Test
  void shouldHaveNoOtherKindsThanThoseChosen() {
    Set<FaultKind> chosen = Set.of(FaultKind.KILL_INSTANCE, FaultKind.KILL_BROKER);
    assertThat(plan(1, 2, LONG, chosen))
        .extracting(Fault::kind)
        .containsOnly(chosen.toArray(FaultKind[]::new));
  }

  @Test
  void shouldLetOthersTakeOverBeforeWhatWasKilledIsBack() {
    assertThat(plan(1, 2, LONG))
        .filteredOn(fault ->
            Arrays.asList(FaultKind.KILL_INSTANCE, FaultKind.WIPE_STATE).contains(fault.kind()))
        .isNotEmpty()
        .allSatisfy(fault -> assertThat(fault.lastingMs()).isGreaterThan(10_000));
  }

  private static List<Fault> plan(long seed, int instances, Duration time) {
    return plan(seed, instances, time, ChaosOptions.ALL_KINDS);
  }

  private static List<Fault> plan(long seed, int instances, Duration time, Set<FaultKind> kinds) {
    return FaultPlan.of(new ChaosOptions(seed, time, false, kinds, instances, 4, 1000, 200, 0.01));
  }
}

package io.mixtide.chaos;

import io.mixtide.app.demo.EmbeddedPlan;
import io.mixtide.app.demo.EmbeddedService;
import io.mixtide.app.demo.Schedule;
import io.mixtide.load.LoadPlan;
import io.mixtide.load.LoadResult;
import io.mixtide.load.LoadRun;
import io.mixtide.load.RunObserver;
import io.mixtide.schemas.Posterior;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Two instances share the tasks in one JVM, and one of them stops gracefully and comes back, again
 * and again. The JVM has compiled all that they run, and there is one broker: what is measured is
 * what the service and Kafka need for a handover, not what a cold process or full cores add.
 */
final class HandoverRun implements RunObserver {
  private static final int TASKS = 200;

  /** What came before has settled by then. */
  static final Duration LEAST_STEP = Duration.ofSeconds(2);

  /** What was done to the second instance, and when, as {@link System#nanoTime()}. */
  private record Step(boolean stop, long from, long to) {}

  private final LoadPlan plan;
  private final int partitions;
  private final int rounds;
  private final Duration step;
  private final EmbeddedService first;
  private final LongConsumer progress;

  /** Written by the handovers' thread, read once it has ended. */
  private final List<Step> steps = new ArrayList<>();

  private EmbeddedService.@Nullable Instance running;
  private volatile @Nullable OutputWatch watch;
  private @Nullable CompletableFuture<Void> handovers;

  private HandoverRun(
      LoadPlan plan,
      int partitions,
      int rounds,
      Duration step,
      EmbeddedService first,
      LongConsumer progress) {
    this.plan = plan;
    this.partitions = partitions;
    this.rounds = rounds;
    this.step = step;
    this.first = first;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param rounds of a stop and a start
   * @param step from one stop or start to the next
   * @param rate events a second
   * @param service settings of both instances
   * @param progress takes the number of stops and starts so far
   */
  static HandoverResult run(
      int rounds, Duration step, double rate, Map<String, String> service, LongConsumer progress)
      throws InterruptedException {
    // One round before those that count, and a step of calm after the last one.
    Duration time = step.multipliedBy(2L * (rounds + 1) + 2);
    LoadPlan plan = new LoadPlan(TASKS, rate, Duration.ZERO, time, 0, 1, 1, 1, 1);
    EmbeddedPlan embedded = EmbeddedPlan.shipped(0, service);
    try (EmbeddedService first = new EmbeddedService(embedded)) {
      HandoverRun handover =
          new HandoverRun(plan, embedded.partitions(), rounds, step, first, progress);
      handover.startSecond();
      try {
        LoadResult ledger = new LoadRun(plan, first.settings(), "handover").run(handover);
        return handover.result(ledger);
      } finally {
        handover.stopSecond();
      }
    }
  }

  @Override
  public void starting(Schedule schedule) {
    watch = new OutputWatch(schedule, plan.events(), partitions);
    handovers = CompletableFuture.runAsync(() -> handOver(schedule), Thread::startVirtualThread);
  }

  private void handOver(Schedule schedule) {
    try {
      for (int i = 0; i <= rounds; i++) {
        take(schedule, 2 * i + 1, true, this::stopSecond);
        take(schedule, 2 * i + 2, false, this::startSecond);
        progress.accept(2L * i);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something that takes until it is done, or is waited for. */
  private interface Action {
    void run() throws InterruptedException;
  }

  private void take(Schedule schedule, int number, boolean stop, Action action)
      throws InterruptedException {
    long due = schedule.start() + number * step.toNanos();
    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    long from = System.nanoTime();
    action.run();
    steps.add(new Step(stop, from, due + step.toNanos()));
  }

  private void startSecond() throws InterruptedException {
    running = first.startBeside("second");
  }

  private void stopSecond() {
    EmbeddedService.Instance leaving = running;
    if (leaving != null) {
      leaving.close();
      running = null;
    }
  }

  @Override
  public void received(ConsumerRecord<String, SpecificRecord> output, long now) {
    if (output.value() instanceof Posterior posterior) {
      watch().received(output.partition(), Integer.parseInt(posterior.getObservationId()), now);
    }
  }

  @Override
  public void sent() {
    Objects.requireNonNull(handovers, "the run has started").join();
  }

  private HandoverResult result(LoadResult ledger) {
    return new HandoverResult(gaps(true), gaps(false), ledger);
  }

  /** The longest gap of each round that counts, in milliseconds. */
  private List<Double> gaps(boolean stops) {
    return steps.stream()
        .filter(taken -> taken.stop() == stops)
        .skip(1)
        .map(taken -> watch().longestGapMs(taken.from(), taken.to()))
        .toList();
  }

  private OutputWatch watch() {
    return Objects.requireNonNull(watch, "the run has started");
  }
}

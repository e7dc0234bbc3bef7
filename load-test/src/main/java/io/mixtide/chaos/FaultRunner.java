package io.mixtide.chaos;

import io.mixtide.app.demo.Schedule;
import io.mixtide.load.RunObserver;
import io.mixtide.schemas.Posterior;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Injects a plan's faults while a run of load goes on, each lane on a thread of its own. */
final class FaultRunner implements RunObserver {
  private static final long NANOS_PER_MS = 1_000_000;

  /** A fault that began later would not heal under load. */
  private static final long CALM_AFTER_MS = 15_000;

  /** Tasks may move once more when an instance is back. */
  private static final long SETTLING_MS = 5_000;

  /** What was done, as far as it is known before all outputs have come. */
  private record Done(
      Fault fault, long from, long to, long settled, Recovery recovery, boolean healed) {

    @Nullable Double recoveryMs(OutputWatch watch) {
      if (fault.kind().isGraceful()) {
        return watch.longestGapMs(from, settled);
      }
      var ms = recovery.ms();
      return ms.isPresent() ? ms.getAsDouble() : null;
    }
  }

  private final List<Fault> plan;
  private final ChaosOptions options;
  private final Injector injector;
  private final Consumer<String> progress;
  private final List<Thread> lanes = new ArrayList<>();
  private final List<Done> done = new ArrayList<>();
  private final List<Injected> leftOut = new ArrayList<>();
  private long start;
  private volatile @Nullable OutputWatch watch;

  /**
   * @param progress takes a line for each fault as it begins
   */
  FaultRunner(
      List<Fault> plan, ChaosOptions options, Injector injector, Consumer<String> progress) {
    this.plan = plan;
    this.options = options;
    this.injector = injector;
    this.progress = progress;
  }

  @Override
  public void starting(Schedule schedule) {
    start = schedule.start();
    watch = new OutputWatch(schedule, options.load(options.time()).events(), options.partitions());
    Map<FaultKind.Lane, List<Fault>> byLane =
        plan.stream()
            .collect(
                Collectors.groupingBy(
                    fault -> fault.kind().lane(),
                    () -> new EnumMap<>(FaultKind.Lane.class),
                    Collectors.toList()));
    byLane.forEach((lane, faults) ->
        lanes.add(Thread.ofPlatform().name("mixtide-chaos-" + lane).start(() -> run(faults))));
  }

  @Override
  public void received(ConsumerRecord<String, SpecificRecord> output, long now) {
    if (output.value() instanceof Posterior posterior) {
      watch().received(output.partition(), Integer.parseInt(posterior.getObservationId()), now);
    }
  }

  @Override
  public void sent() throws InterruptedException {
    for (Thread lane : lanes) {
      lane.join();
    }
  }

  private void run(List<Fault> faults) {
    try {
      for (Fault fault : faults) {
        TimeUnit.NANOSECONDS.sleep(start + fault.atMs() * NANOS_PER_MS - System.nanoTime());
        Optional<String> obstacle = injector.obstacle(fault).or(this::lateness);
        if (obstacle.isPresent()) {
          leaveOut(fault, obstacle.get());
        } else {
          inject(fault);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> lateness() {
    return sinceStartMs(System.nanoTime()) > options.time().toMillis() - CALM_AFTER_MS
        ? Optional.of("the faults before it took until the load was over")
        : Optional.empty();
  }

  private void inject(Fault fault) throws InterruptedException {
    progress.accept(
        "%6.1f s  %s: %s"
            .formatted(sinceStartMs(System.nanoTime()) / 1e3, fault.kind().text(), fault.target()));
    long before = System.nanoTime();
    injector.begin(fault);
    long from = fault.kind().isGraceful() ? before : System.nanoTime();
    Recovery recovery = watch().expect(from);
    TimeUnit.MILLISECONDS.sleep(fault.lastingMs());
    boolean healed = injector.end(fault);
    long to = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(SETTLING_MS);
    synchronized (this) {
      done.add(new Done(fault, from, to, System.nanoTime(), recovery, healed));
    }
  }

  private synchronized void leaveOut(Fault fault, String why) {
    leftOut.add(Injected.leftOut(fault, why));
  }

  /** What came of the plan, by time; complete when the run is over. */
  synchronized List<Injected> injected() {
    List<Injected> all = new ArrayList<>(leftOut);
    for (Done one : done) {
      Fault fault = one.fault();
      all.add(
          new Injected(
              fault.kind(),
              fault.target(),
              fault.atMs(),
              sinceStartMs(one.from()),
              (one.to() - one.from()) / NANOS_PER_MS,
              one.recoveryMs(watch()),
              watch().longestGapMs(one.from(), one.settled()),
              one.healed(),
              null));
    }
    all.sort(Comparator.comparingLong(Injected::begunMs));
    return all;
  }

  /** The longest time in all that a partition with input had no output, in milliseconds. */
  double longestGapMs() {
    return watch().longestGapMs(start, Long.MAX_VALUE);
  }

  private long sinceStartMs(long now) {
    return (now - start) / NANOS_PER_MS;
  }

  private OutputWatch watch() {
    return Objects.requireNonNull(watch, "the run has started");
  }
}

package io.mixtide.chaos;

import static io.mixtide.chaos.Fault.NONE;
import static io.mixtide.chaos.FaultKind.ACTIVATE_RELEASE;
import static io.mixtide.chaos.FaultKind.KILL_BROKER;
import static io.mixtide.chaos.FaultKind.KILL_INSTANCE;
import static io.mixtide.chaos.FaultKind.PAUSE_BROKER;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Which faults come when. The same seed and options give the same plan.
 *
 * <p>What the service promises holds while two of three brokers and one instance are up. So there
 * are three lanes, for instances, brokers and releases: within a lane each fault is over, and has
 * had time to heal, before the next one begins; faults of different lanes may meet.
 */
final class FaultPlan {
  private static final List<FaultKind> OF_INSTANCES = instanceDeck();
  private static final List<FaultKind> OF_BROKERS = List.of(KILL_BROKER, PAUSE_BROKER);

  private static final long INSTANCE_SLOT_MS = 25_000;

  /** A supervisor lets a process that was killed wait, and others take over meanwhile. */
  private static final long AWAY_LEAST_MS = 14_000;

  private static final long AWAY_MOST_MS = 18_000;
  private static final long BROKER_SLOT_MS = 60_000;
  private static final long RELEASE_SLOT_MS = 180_000;
  private static final long JITTER_MS = 3_000;

  /** Before the first fault, so that there is something to lose. */
  private static final long CALM_BEFORE_MS = 10_000;

  /** After the last one began, so that it heals under load. */
  private static final long CALM_AFTER_MS = 30_000;

  private final ChaosOptions options;
  private final RandomGenerator random;
  private final List<Fault> faults = new ArrayList<>();

  private FaultPlan(ChaosOptions options) {
    this.options = options;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(options.seed());
  }

  /** The plan of a run, by time. */
  static List<Fault> of(ChaosOptions options) {
    FaultPlan plan = new FaultPlan(options);
    if (options.brief()) {
      plan.fillBriefly();
    } else {
      plan.fillLane(OF_INSTANCES, CALM_BEFORE_MS, plan::instanceSlotMs);
      plan.fillLane(OF_BROKERS, 2 * CALM_BEFORE_MS, _ -> BROKER_SLOT_MS);
      plan.fillLane(List.of(ACTIVATE_RELEASE), 4 * CALM_BEFORE_MS, _ -> RELEASE_SLOT_MS);
    }
    return plan.faults.stream().sorted(Comparator.comparingLong(Fault::atMs)).toList();
  }

  /** Each kind of a lane once, in any order, but kills of an instance twice. */
  private static List<FaultKind> instanceDeck() {
    List<FaultKind> deck = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      if (kind.lane() == FaultKind.Lane.INSTANCES) {
        deck.add(kind);
      }
    }
    deck.add(KILL_INSTANCE);
    return List.copyOf(deck);
  }

  /** The instance's tasks are with others before the rest begins. */
  private void fillBriefly() {
    long tenth = options.time().toMillis() / 10;
    add(KILL_INSTANCE, tenth);
    add(ACTIVATE_RELEASE, 4 * tenth);
    add(KILL_BROKER, 11 * tenth / 2);
  }

  private long instanceSlotMs(FaultKind kind) {
    return switch (kind) {
      // Each instance in turn needs its time.
      case ROLLING_UPGRADE -> options.instances() * INSTANCE_SLOT_MS;
      case KILL_INSTANCE, WIPE_STATE -> INSTANCE_SLOT_MS + AWAY_LEAST_MS;
      default -> INSTANCE_SLOT_MS;
    };
  }

  private void fillLane(List<FaultKind> all, long first, ToLongFunction<FaultKind> slotMs) {
    List<FaultKind> kinds = all.stream().filter(options.kinds()::contains).toList();
    Deque<FaultKind> deck = new ArrayDeque<>();
    long at = first;
    while (!kinds.isEmpty() && at + JITTER_MS < latest()) {
      if (deck.isEmpty()) {
        deck.addAll(shuffled(kinds));
      }
      FaultKind kind = deck.removeFirst();
      add(kind, at);
      at += slotMs.applyAsLong(kind);
    }
  }

  private long latest() {
    return options.time().toMillis() - CALM_AFTER_MS;
  }

  private List<FaultKind> shuffled(List<FaultKind> kinds) {
    List<FaultKind> shuffled = new ArrayList<>(kinds);
    Collections.shuffle(shuffled, Random.from(random));
    return shuffled;
  }

  private void add(FaultKind kind, long earliest) {
    long at = earliest + random.nextLong(JITTER_MS);
    int instance = random.nextInt(options.instances());
    int broker = 1 + random.nextInt(ChaosOptions.BROKERS);
    faults.add(
        switch (kind) {
          case KILL_INSTANCE, WIPE_STATE ->
              of(at, kind, instance, NONE, between(AWAY_LEAST_MS, AWAY_MOST_MS));
          // Longer than the session time-out, so that others have taken over when it goes on.
          case PAUSE_INSTANCE, ISOLATION -> of(at, kind, instance, NONE, between(12_000, 16_000));
          case RESTART_INSTANCE -> of(at, kind, instance, NONE, 0);
          case ROLLING_UPGRADE, ACTIVATE_RELEASE -> of(at, kind, NONE, NONE, 0);
          case PARTITION -> of(at, kind, instance, broker, between(8_000, 15_000));
          case SLOW_TRAFFIC, REGISTRY_AWAY, FULL_DISK ->
              of(at, kind, instance, NONE, between(8_000, 12_000));
          case KILL_BROKER -> of(at, kind, NONE, broker, between(3_000, 8_000));
          case PAUSE_BROKER -> of(at, kind, NONE, broker, between(8_000, 14_000));
        });
  }

  private static Fault of(long at, FaultKind kind, int instance, int broker, long lasting) {
    return new Fault(at, kind, instance, broker, lasting);
  }

  private long between(long least, long most) {
    return random.nextLong(least, most);
  }
}

package io.mixtide.chaos;

import io.mixtide.app.cli.ReleaseFromFile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Does what a fault says, and undoes it. */
final class Injector {
  private static final Duration READY_PATIENCE = Duration.ofSeconds(120);
  private static final Duration DELAY = Duration.ofMillis(150);

  private final TestBed bed;
  private final Deque<ReleaseFromFile> releases;

  /**
   * @param releases put in force in turn, the last being so already
   */
  Injector(TestBed bed, List<ReleaseFromFile> releases) {
    this.bed = bed;
    this.releases = new ArrayDeque<>(releases);
  }

  /** Why a fault cannot be injected here; empty if it can. */
  Optional<String> obstacle(Fault fault) {
    return fault.kind() == FaultKind.FULL_DISK && !instance(fault).disk().isMounted()
        ? Optional.of("a file system to fill cannot be mounted here: that needs root")
        : Optional.empty();
  }

  /** Begins a fault; returns when it is done. */
  void begin(Fault fault) throws InterruptedException {
    switch (fault.kind()) {
      case KILL_INSTANCE -> instance(fault).jvm().kill();
      case WIPE_STATE -> {
        instance(fault).jvm().kill();
        instance(fault).disk().wipe();
      }
      case PAUSE_INSTANCE -> instance(fault).jvm().pause();
      case RESTART_INSTANCE, ROLLING_UPGRADE -> {
        // From the beginning to its end when it ends.
      }
      case PARTITION -> instance(fault).link(fault.broker()).interrupt();
      case ISOLATION -> instance(fault).links().forEach(TcpProxy::interrupt);
      case SLOW_TRAFFIC -> instance(fault).links().forEach(link -> link.slow(DELAY));
      case REGISTRY_AWAY -> {
        bed.registry().goAway();
        instance(fault).restart();
      }
      case FULL_DISK -> instance(fault).disk().fill();
      case KILL_BROKER -> bed.brokers().jvm(fault.broker()).kill();
      case PAUSE_BROKER -> bed.brokers().jvm(fault.broker()).pause();
      case ACTIVATE_RELEASE -> {
        ReleaseFromFile next = releases.removeFirst();
        releases.addLast(next);
        next.putInForce(bed.settings(), "fault injection");
      }
    }
  }

  /**
   * Ends a fault.
   *
   * @return whether all is as it should be again
   */
  boolean end(Fault fault) throws InterruptedException {
    switch (fault.kind()) {
      case KILL_INSTANCE, WIPE_STATE -> instance(fault).jvm().start();
      case PAUSE_INSTANCE -> instance(fault).jvm().resume();
      case RESTART_INSTANCE -> instance(fault).restart();
      case ROLLING_UPGRADE -> {
        for (Instance instance : bed.instances()) {
          instance.restart();
          if (!instance.awaitReady(READY_PATIENCE)) {
            return false;
          }
        }
      }
      case PARTITION, ISOLATION, SLOW_TRAFFIC -> instance(fault).links().forEach(TcpProxy::restore);
      case REGISTRY_AWAY -> bed.registry().comeBack();
      case FULL_DISK -> instance(fault).disk().free();
      case KILL_BROKER -> bed.brokers().jvm(fault.broker()).start();
      case PAUSE_BROKER -> bed.brokers().jvm(fault.broker()).resume();
      case ACTIVATE_RELEASE -> {
        // It stays in force.
      }
    }
    return switch (fault.kind().lane()) {
      case INSTANCES ->
          fault.instance() == Fault.NONE || instance(fault).awaitReady(READY_PATIENCE);
      case BROKERS -> bed.brokers().await(READY_PATIENCE);
      case RELEASES -> true;
    };
  }

  private Instance instance(Fault fault) {
    return bed.instances().get(fault.instance());
  }
}

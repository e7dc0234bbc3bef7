package io.mixtide.chaos;

import java.util.Locale;

/** What can be done to a cluster and its service. */
enum FaultKind {
  KILL_INSTANCE(Lane.INSTANCES, "kill -9 of an instance"),
  WIPE_STATE(Lane.INSTANCES, "kill -9, and its state deleted"),
  PAUSE_INSTANCE(Lane.INSTANCES, "an instance stopped and continued"),
  RESTART_INSTANCE(Lane.INSTANCES, "graceful restart"),
  ROLLING_UPGRADE(Lane.INSTANCES, "rolling upgrade"),
  PARTITION(Lane.INSTANCES, "an instance cut off from one broker"),
  ISOLATION(Lane.INSTANCES, "an instance cut off from all brokers"),
  SLOW_TRAFFIC(Lane.INSTANCES, "slow traffic of an instance"),
  REGISTRY_AWAY(Lane.INSTANCES, "registry away at a restart"),
  FULL_DISK(Lane.INSTANCES, "full disk under the state"),
  KILL_BROKER(Lane.BROKERS, "kill -9 of a broker"),
  PAUSE_BROKER(Lane.BROKERS, "a broker stopped and continued"),
  ACTIVATE_RELEASE(Lane.RELEASES, "another release put in force");

  /** Faults of one lane come one after the other, those of different lanes as they come. */
  enum Lane {
    /** So at least one of two instances is whole. */
    INSTANCES,
    /** So at most one broker is gone, and of three copies two are there. */
    BROKERS,
    RELEASES
  }

  private final Lane lane;
  private final String text;

  FaultKind(Lane lane, String text) {
    this.lane = lane;
    this.text = text;
  }

  Lane lane() {
    return lane;
  }

  /** What it is, for people. */
  String text() {
    return text;
  }

  /**
   * Whether an instance is told to stop, and so goes on answering for a moment: how long outputs
   * stay away is then to be seen by their gap, not by the first that is due after the fault.
   */
  boolean isGraceful() {
    return this == RESTART_INSTANCE || this == ROLLING_UPGRADE || this == REGISTRY_AWAY;
  }

  /** What it is, for a command line: {@code kill-instance}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

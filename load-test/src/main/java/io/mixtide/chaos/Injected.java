package io.mixtide.chaos;

import org.jspecify.annotations.Nullable;

/**
 * What came of a fault of the plan; times are in milliseconds.
 *
 * @param kind what was done
 * @param target to whom
 * @param atMs when it was planned, since the load began
 * @param begunMs when it began; the faults before it are let heal
 * @param lastedMs until it was undone and all was as it should be
 * @param recoveryMs from when it began until every partition had output for an event due after
 *     that; null if one never had. Of a graceful restart, whose instance answers until it stops,
 *     the longest gap
 * @param longestGapMs the longest time that any partition had no output, of those times that touch
 *     it
 * @param healed whether all was as it should be in time
 * @param leftOut why it was not injected; null if it was
 */
record Injected(
    FaultKind kind,
    String target,
    long atMs,
    long begunMs,
    long lastedMs,
    @Nullable Double recoveryMs,
    double longestGapMs,
    boolean healed,
    @Nullable String leftOut) {

  /** One that was not injected. */
  static Injected leftOut(Fault fault, String why) {
    return new Injected(
        fault.kind(), fault.target(), fault.atMs(), fault.atMs(), 0, null, 0, true, why);
  }

  /** Whether it was injected. */
  boolean took() {
    return leftOut == null;
  }
}

package io.mixtide.chaos;

/**
 * One fault of a plan.
 *
 * @param atMs when it begins, in milliseconds since the load began
 * @param kind what is done
 * @param instance to which instance, from 0; {@link #NONE} if to none in particular
 * @param broker to which broker, from 1; {@link #NONE} if to none in particular
 * @param lastingMs until it is undone, in milliseconds; 0 where it ends by itself
 */
record Fault(long atMs, FaultKind kind, int instance, int broker, long lastingMs) {
  static final int NONE = -1;

  /** To whom it is done, for people. */
  String target() {
    if (instance == NONE) {
      return broker == NONE ? "all" : "broker " + broker;
    }
    return "instance " + instance + (broker == NONE ? "" : ", broker " + broker);
  }

  /** When it is undone, in milliseconds since the load began. */
  long endMs() {
    return atMs + lastingMs;
  }
}

package io.mixtide.benchmark.stream;

/** The events that a service gets, one after another; the same seed gives the same ones. */
interface Events {

  /** One event, encoded. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Event(byte[] key, byte[] value) {}

  /** The next event. */
  Event next();
}

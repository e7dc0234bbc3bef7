package io.mixtide.verify;

/** What can be wrong with a run. */
public enum Fault {
  /** An output, or a record's effect on its task, that is due and not there. */
  MISSING,
  /** An output that is there more than once, or a record that was counted more than once. */
  DOUBLED,
  /** An output that is not what its release and engine make of the logged observations. */
  DIFFERING,
  /** An output that stands before one of its task that it must follow. */
  OUT_OF_ORDER,
  /** An alert that is there though the score did not cross, or is not though it did. */
  WRONG_ALERT,
  /** An output of a release that is not on the release topic, or not whole. */
  UNKNOWN_RELEASE,
  /** A record that was refused though nothing is wrong with it. */
  WRONGLY_REFUSED,
  /** A record that was accepted though it is bad. */
  WRONGLY_ACCEPTED,
  /** An output that belongs to no record. */
  STRAY
}

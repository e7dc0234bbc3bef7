package io.mixtide.verify;

import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.CloseReason;
import io.mixtide.schemas.DeadLetterReason;

/**
 * What is kept of an output: enough to tell whether it is right.
 *
 * @param sequence that it names; of a task log, how many observations it has
 * @param key of the query that a prediction answers, see {@link Ask#key}; 0 for other outputs
 */
record Output(
    int partition,
    long offset,
    long sequence,
    String release,
    String engine,
    Fingerprint.Bits bits,
    long key) {

  /** An alert; {@code withheld} is what it says of its labels. */
  record Alert(Output output, AlertKind kind, AlertState state, boolean withheld) {}

  /** A task log. */
  record Log(Output output, CloseReason reason) {}

  /**
   * A dead letter.
   *
   * @param bits of the letter without its message, which is free
   */
  record Letter(int partition, long offset, DeadLetterReason reason, Fingerprint.Bits bits) {}
}

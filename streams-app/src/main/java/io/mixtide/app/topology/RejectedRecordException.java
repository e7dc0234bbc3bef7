package io.mixtide.app.topology;

import io.mixtide.schemas.DeadLetterReason;

/** A record that cannot be used: it becomes a dead letter, and the stream goes on. */
final class RejectedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  RejectedRecordException(DeadLetterReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  DeadLetterReason reason() {
    return reason;
  }
}

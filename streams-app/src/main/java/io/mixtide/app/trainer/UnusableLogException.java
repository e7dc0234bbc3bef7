package io.mixtide.app.trainer;

import io.mixtide.schemas.DeadLetterReason;

/** A record of the log that nothing can be learnt from: it becomes a dead letter. */
final class UnusableLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  UnusableLogException(DeadLetterReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  DeadLetterReason reason() {
    return reason;
  }
}

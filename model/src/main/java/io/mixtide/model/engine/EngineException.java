package io.mixtide.model.engine;

import java.io.Serial;

/** An engine cannot be used here, or failed: something is missing, or does not work. */
public final class EngineException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With what failed and why, as half a sentence. */
  public EngineException(String message) {
    super(message);
  }

  /** As {@link #EngineException(String)}, with where it came from. */
  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}

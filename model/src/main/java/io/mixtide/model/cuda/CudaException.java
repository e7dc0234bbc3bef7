package io.mixtide.model.cuda;

import java.io.Serial;

/** The driver cannot do what was asked: it is missing, has no device, or a call of it failed. */
public final class CudaException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With what failed and why, as half a sentence. */
  public CudaException(String message) {
    super(message);
  }
}

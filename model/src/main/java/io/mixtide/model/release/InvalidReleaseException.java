package io.mixtide.model.release;

/** Bytes or values are not a usable release; the message is one line that says why. */
public final class InvalidReleaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line that says what is wrong
   */
  public InvalidReleaseException(String message) {
    super(message);
  }

  /**
   * @param message one line that says what is wrong
   * @param cause what failed below
   */
  public InvalidReleaseException(String message, Throwable cause) {
    super(message, cause);
  }
}

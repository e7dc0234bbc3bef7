package io.mixtide.model.release;

/** Bytes or values are not a usable release; the message is one line that says why. */
public final class InvalidReleaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_MESSAGE = 300;

  /**
   * @param message what is wrong; made one line of bounded length, since parts of hostile files may
   *     be quoted in it
   */
  public InvalidReleaseException(String message) {
    super(oneLine(message));
  }

  /**
   * @param message what is wrong; as above
   * @param cause what failed below
   */
  public InvalidReleaseException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    String line = message.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…";
  }
}

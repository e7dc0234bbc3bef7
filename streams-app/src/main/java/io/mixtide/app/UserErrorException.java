package io.mixtide.app;

/**
 * Something that the user of the program can put right: a bad value, a taken port, a missing topic.
 *
 * <p>The message is one line that says what is wrong and what to do. The command line prints that
 * line alone and exits with status 2.
 */
public final class UserErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error described by one line: what is wrong, and what to do about it. */
  public UserErrorException(String message) {
    super(message);
  }

  /** As {@link #UserErrorException(String)}; the cause is shown only with {@code --debug}. */
  public UserErrorException(String message, Throwable cause) {
    super(message, cause);
  }
}

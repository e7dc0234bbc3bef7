package io.mixtide.model.data;

/** Data cannot be used; the message is one line that says where, what is wrong and what to do. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line for the person who named the data
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * @param message one line for the person who named the data
   * @param cause what failed below
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}

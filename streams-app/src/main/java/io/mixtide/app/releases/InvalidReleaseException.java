package io.mixtide.app.releases;

/** What is on the topic of a release does not make up that release; the message says why. */
final class InvalidReleaseException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidReleaseException(String message) {
    super(message);
  }
}

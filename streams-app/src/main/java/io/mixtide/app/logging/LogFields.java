package io.mixtide.app.logging;

/** Names of what a log line is about, for SLF4J's key-value pairs and its diagnostic context. */
public final class LogFields {
  /** Name of the task. */
  public static final String TASK = "task";

  /** Version of the release. */
  public static final String RELEASE = "release";

  private LogFields() {}
}

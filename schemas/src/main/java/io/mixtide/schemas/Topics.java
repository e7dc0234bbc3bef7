package io.mixtide.schemas;

/**
 * The names of Mixtide's topics.
 *
 * @param prefix what every name starts with, {@value #DEFAULT_PREFIX} unless told otherwise
 */
public record Topics(String prefix) {

  /** The prefix where none is given. */
  public static final String DEFAULT_PREFIX = "mixtide.";

  /** The topics under the default prefix. */
  public Topics() {
    this(DEFAULT_PREFIX);
  }

  /** Observations, {@link ContextEvent}. */
  public String context() {
    return prefix + "context";
  }

  /** Queries on their own, {@link PredictionRequest}. */
  public String requests() {
    return prefix + "requests";
  }

  /** One {@link Posterior} per accepted observation. */
  public String posteriors() {
    return prefix + "posteriors";
  }

  /** One {@link Prediction} per query. */
  public String predictions() {
    return prefix + "predictions";
  }

  /** Alerts raised and cleared, {@link AmbiguityEvent}. */
  public String ambiguity() {
    return prefix + "ambiguity";
  }

  /** Closed tasks, {@link TaskLog}. */
  public String taskLog() {
    return prefix + "task-log";
  }

  /** Releases in chunks, {@link ReleaseRecord}; compacted. */
  public String releases() {
    return prefix + "releases";
  }

  /** {@link DriftEvent}s: tasks are no longer like those that the release in force was held to. */
  public String drift() {
    return prefix + "drift";
  }

  /** {@link ShadowScore}s of a release that runs beside the one in force. */
  public String shadowScores() {
    return prefix + "shadow-scores";
  }

  /** Records that could not be used, {@link DeadLetter}. */
  public String deadLetters() {
    return prefix + "dead-letters";
  }
}

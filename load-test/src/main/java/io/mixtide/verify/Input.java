package io.mixtide.verify;

import io.mixtide.schemas.DeadLetterReason;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A readable record on an input topic that names a task. */
sealed interface Input {

  int partition();

  long offset();

  /** Whether the service had committed it when the verification began. */
  boolean due();

  /** What it asks. */
  List<Ask> asks();

  /** What is wrong with it, whatever the task and the release in force. */
  Set<DeadLetterReason> faults();

  /** Its dead letter, if there is one. */
  Output.@Nullable Letter letter();

  /**
   * An observation.
   *
   * @param eventTime milliseconds since 1970
   * @param x {@code [dx]} unless it has faults
   * @param y {@code [dy]} unless it has faults
   */
  @SuppressWarnings("ArrayRecordComponent") // read element by element, never compared
  record Event(
      int partition,
      long offset,
      boolean due,
      @Nullable String id,
      long eventTime,
      double[] x,
      double[] y,
      List<Ask> asks,
      Set<DeadLetterReason> faults,
      Output.@Nullable Letter letter)
      implements Input {}

  /** A request. */
  record Request(
      int partition,
      long offset,
      boolean due,
      @Nullable String id,
      List<Ask> asks,
      Set<DeadLetterReason> faults,
      Output.@Nullable Letter letter)
      implements Input {}
}

package io.mixtide.app.topology;

import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.PredictionRequest;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What a record asks for, checked whole against the release under which it is taken. */
sealed interface CheckedRecord {

  /**
   * An observation of a task.
   *
   * @param queries {@code [queries][dx]}
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  record Observed(ContextEvent event, Observation observation, double[][] queries)
      implements CheckedRecord {}

  /**
   * Queries to a task.
   *
   * @param queries {@code [queries][dx]}
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  record Asked(PredictionRequest request, double[][] queries) implements CheckedRecord {}

  /** The end of a task. */
  record Ended() implements CheckedRecord {}

  /** Nothing, for the record cannot be used. */
  record Refused(RejectedRecordException reason) implements CheckedRecord {}

  /**
   * Checks a record's value.
   *
   * @param maxQueries the most queries it may carry
   * @throws RejectedRecordException if the record cannot be used
   */
  static CheckedRecord of(@Nullable SpecificRecord value, Release release, int maxQueries) {
    return switch (value) {
      case null -> new Ended();
      case ContextEvent event ->
          new Observed(
              event,
              RecordChecks.observation(event, release),
              RecordChecks.queries(event.getQueries(), release, maxQueries));
      case PredictionRequest request -> {
        RecordChecks.requireId("the request's id", request.getRequestId());
        yield new Asked(request, RecordChecks.queries(request.getQueries(), release, maxQueries));
      }
      default -> throw new IllegalStateException("no topic takes a " + value.getClass());
    };
  }
}

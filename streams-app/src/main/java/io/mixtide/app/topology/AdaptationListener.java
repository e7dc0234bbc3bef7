package io.mixtide.app.topology;

import io.mixtide.model.drift.DriftStatistic;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.DeadLetterReason;

/**
 * Told what becomes of records, by the stream thread that has them, for counting. What is undone
 * because its transaction is aborted was told all the same.
 */
public interface AdaptationListener {

  /** Tells no one. */
  AdaptationListener NONE =
      new AdaptationListener() {
        @Override
        public void observed(long timestamp) {}

        @Override
        public void predicted() {}

        @Override
        public void alerted(AlertKind kind, AlertState state) {}

        @Override
        public void refused(DeadLetterReason reason) {}

        @Override
        public void drifted(DriftStatistic statistic) {}
      };

  /**
   * An observation was taken.
   *
   * @param timestamp of its record, milliseconds since 1970
   */
  void observed(long timestamp);

  /** A query was answered. */
  void predicted();

  /** An alert was raised or cleared. */
  void alerted(AlertKind kind, AlertState state);

  /** A record became a dead letter. */
  void refused(DeadLetterReason reason);

  /** Drift was raised. */
  void drifted(DriftStatistic statistic);
}

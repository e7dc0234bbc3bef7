package io.mixtide.model.drift;

/** What of closed tasks is watched. Stored by ordinal: new ones go to the end. */
public enum DriftStatistic {
  /** The rank of a task's mean log score among those of held-out tasks: low ranks tell of drift. */
  NOVELTY,
  /** Whether a task's ambiguity lies beyond the alert's percentile: many such tell of drift. */
  ALERT_RATE
}

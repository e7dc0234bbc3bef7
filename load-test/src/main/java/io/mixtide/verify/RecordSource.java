package io.mixtide.verify;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads again the few outputs that must be looked into. */
interface RecordSource {

  /** The record that stands there; null if it cannot be had, or enough were asked for. */
  @Nullable SpecificRecord at(String topic, int partition, long offset);
}

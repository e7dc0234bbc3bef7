package io.mixtide.app.topology;

import io.mixtide.model.engine.InferenceRun;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record of the inputs that was looked at before its turn, or at it.
 *
 * @param offset in its partition
 * @param task that it is about
 * @param value as it came
 * @param checked what it asks for
 * @param ahead what was inferred for it; null if nothing was
 */
@SuppressWarnings("ArrayRecordComponent") // compared by what it holds
record UpcomingRecord(
    long offset,
    String task,
    byte @Nullable [] value,
    CheckedRecord checked,
    @Nullable Ahead ahead) {

  /** Whether this is the record at an offset; a topic may have been made anew meanwhile. */
  boolean is(long offset, Record<String, byte[]> record) {
    return this.offset == offset
        && task.equals(record.key())
        && Arrays.equals(value, record.value());
  }

  /**
   * What was inferred for a record ahead of its turn.
   *
   * @param number of the record in the run
   * @param read its task's state then, of {@link TaskStore#read}
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity
  record Ahead(InferenceRun run, int number, byte[] read) {}
}

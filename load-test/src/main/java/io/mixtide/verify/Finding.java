package io.mixtide.verify;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a run.
 *
 * @param fault what kind of thing
 * @param task name of the task; null where the record's key names none
 * @param sequence ordinal of the arrival in its task that it is about, as the output says; null
 *     where none is known
 * @param record where the output, or the record without one, stands: {@code TOPIC-PARTITION-OFFSET}
 * @param detail what is wrong, in a sentence; of a difference, the first field with both values
 */
public record Finding(
    Fault fault, @Nullable String task, @Nullable Long sequence, String record, String detail) {}

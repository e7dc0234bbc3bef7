package io.mixtide.app.topology;

import io.mixtide.app.topology.CheckedRecord.Asked;
import io.mixtide.app.topology.CheckedRecord.Ended;
import io.mixtide.app.topology.CheckedRecord.Observed;
import io.mixtide.app.topology.CheckedRecord.Refused;
import io.mixtide.app.topology.UpcomingRecord.Ahead;
import io.mixtide.model.engine.BatchedInference;
import io.mixtide.model.engine.InferenceRun;
import io.mixtide.schemas.DeadLetterReason;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The records of a partition of one input, each read and checked once, and inferred ahead of its
 * turn, together with those that come next: for each of many tasks at once the networks take a
 * fraction of their time for one.
 *
 * <p><b>Inference alone is ahead of its turn,</b> and it depends on the record, its task's state
 * and the release. If another state or release is found when the turn comes, because the task was
 * closed or a release came into force, what was inferred is left. So outputs, stores and commits
 * are those of record by record, to the bit, and no record ever waits for others.
 *
 * <p>A run goes on to the last record that was polled, or to the second observation of one task,
 * for its state is not known before the first has had its turn.
 */
final class RecordRun {
  private final AdaptationOptions options;
  private final TopicPartition partition;
  private final CheckedDeserializer values;
  private final TaskNameDeserializer names = new TaskNameDeserializer();
  private final TaskStore tasks;
  private final KeyValueStore<Bytes, byte[]> observations;
  private final Queue<UpcomingRecord> upcoming = new ArrayDeque<>();
  private final Set<String> observed = new HashSet<>();
  private @Nullable TaskAdaptation task;
  private @Nullable InferenceRun run;

  RecordRun(
      AdaptationOptions options,
      TopicPartition partition,
      CheckedDeserializer values,
      TaskStore tasks,
      KeyValueStore<Bytes, byte[]> observations) {
    this.options = options;
    this.partition = partition;
    this.values = values;
    this.tasks = tasks;
    this.observations = observations;
  }

  /**
   * Looks at the record whose turn it is, if that was not done before.
   *
   * @param task the release in force at work; whatever task it has at hand
   * @param inference that of {@code task}
   * @param record as Kafka Streams hands it on
   */
  @SuppressWarnings("ReferenceEquality") // one object per release at work
  UpcomingRecord turnTo(
      TaskAdaptation task, BatchedInference inference, long offset, Record<String, byte[]> record) {
    if (run == null || this.task != task) {
      this.task = task;
      run = inference.newRun();
      upcoming.clear();
    }
    UpcomingRecord next = upcoming.poll();
    if (next == null) {
      begin(task, run, offset);
      next = upcoming.poll();
    }
    if (next != null && next.is(offset, record)) {
      return next;
    }
    upcoming.clear();
    CheckedRecord checked = check(task, record.headers(), record.value());
    return new UpcomingRecord(offset, record.key(), record.value(), checked, null);
  }

  /** Whether the records are of a topic. */
  boolean isOf(String topic) {
    return partition.topic().equals(topic);
  }

  private void begin(TaskAdaptation task, InferenceRun run, long offset) {
    List<ConsumerRecord<byte[], byte[]>> polled =
        options.polled().from(partition, offset, options.batchRecords());
    if (polled.size() < 2) {
      return;
    }
    run.clear();
    observed.clear();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      if (!add(task, run, record)) {
        break;
      }
    }
    run.infer();
  }

  /** Returns false if the record must wait for those before it. */
  private boolean add(
      TaskAdaptation task, InferenceRun run, ConsumerRecord<byte[], byte[]> record) {
    String name;
    CheckedRecord checked;
    try {
      name = names.deserialize(record.topic(), record.key());
    } catch (RejectedRecordException e) {
      // Kafka Streams refuses it by the same deserializer: it has no turn.
      return true;
    }
    try {
      checked = check(task, record.headers(), record.value());
    } catch (RuntimeException e) {
      // No fault of the record's: it fails the task when its turn comes, unless that is mended.
      if (upcoming.isEmpty()) {
        throw e;
      }
      return false;
    }
    if (checked instanceof Observed && !observed.add(name)) {
      return false;
    }
    upcoming.add(
        new UpcomingRecord(
            record.offset(), name, record.value(), checked, note(task, run, name, checked)));
    return true;
  }

  private CheckedRecord check(TaskAdaptation task, Headers headers, byte @Nullable [] value) {
    try {
      return CheckedRecord.of(
          values.deserialize(partition.topic(), headers, value),
          task.release(),
          options.maxQueries());
    } catch (RejectedRecordException e) {
      return new Refused(e);
    } catch (RuntimeException e) {
      DeadLetterReason reason = DeadLetterHandler.reason(e);
      if (reason == null) {
        throw e;
      }
      return new Refused(new RejectedRecordException(reason, DeadLetterHandler.message(e)));
    }
  }

  private @Nullable Ahead note(
      TaskAdaptation task, InferenceRun run, String name, CheckedRecord checked) {
    return switch (checked) {
      case Observed it -> {
        byte[] read = load(task, name);
        String id = it.observation().id();
        if (read == null || (id != null && task.stored().remembers(id))) {
          yield null;
        }
        double[] x = it.observation().x();
        double[] y = it.observation().y();
        yield new Ahead(run, run.note(task.state(), x, y, it.queries()), read);
      }
      case Asked it -> {
        byte[] read = load(task, name);
        yield read == null
            ? null
            : new Ahead(run, run.note(task.state(), null, null, it.queries()), read);
      }
      case Ended it -> null;
      case Refused it -> null;
    };
  }

  /**
   * Has a task at hand, as it is now; or returns null if another release made its state, which is
   * carried over when its turn comes.
   */
  private byte @Nullable [] load(TaskAdaptation task, String name) {
    byte[] read = tasks.read(name);
    byte[] known = TaskStore.known(read);
    if (known != null && !task.made(known)) {
      return null;
    }
    task.load(name, known, observations);
    return read;
  }
}

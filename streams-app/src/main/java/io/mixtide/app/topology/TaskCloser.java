package io.mixtide.app.topology;

import io.mixtide.app.topology.AdaptationTopology.Sinks;
import io.mixtide.app.topology.IdleTimers.Timer;
import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.schemas.CloseReason;
import io.mixtide.schemas.LoggedObservation;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Vectors;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Closes tasks that are ended, idle or too large to log more of, and logs them whole. The state of
 * a closed task is kept: what arrives late finds its context, and opens the task again.
 *
 * <p>An open task has one timer, filed under an arrival. Later arrivals leave it alone; when it is
 * due, it is filed anew under the latest, or the task is closed. So a task costs a few writes per
 * idle time, and its arrivals none.
 */
final class TaskCloser {
  /** The most timers seen to after one record: idle tasks, however many, do not hold up others. */
  static final int MAX_TIMERS = 16;

  /** The most bytes of observations in a log: it must fit in a record, by default 1 MiB. */
  static final int MAX_LOG_BYTES = 512 << 10;

  private final long idle;
  private final int maxObservations;
  private final PartitionClock clock;
  private final DriftWatch drift;
  private final ProcessorContext<String, SpecificRecord> context;
  private final TaskStore tasks;
  private final KeyValueStore<Bytes, byte[]> observations;
  private final IdleTimers timers;
  private final ClosedTasks closed;

  TaskCloser(
      ClosePolicy policy,
      PartitionClock clock,
      DriftWatch drift,
      TaskStore tasks,
      ProcessorContext<String, SpecificRecord> context) {
    idle = policy.idle().toMillis();
    maxObservations = policy.maxObservations();
    this.clock = clock;
    this.drift = drift;
    this.context = context;
    this.tasks = tasks;
    observations = context.getStateStore(AdaptationTopology.OBSERVATIONS);
    timers = new IdleTimers(context.getStateStore(AdaptationTopology.TIMERS));
    closed = new ClosedTasks(context.metrics(), context.taskId().toString());
  }

  /** Notes the arrival of an observation of so many bytes, before the task is stored. */
  void touch(TaskAdaptation task, String name, int bytes) {
    StoredTask stored = task.stored();
    stored.bytes += bytes;
    stored.touched = Math.max(stored.touched, clock.now());
    if (idle > 0 && stored.timer == StoredTask.NO_TIMER && !stored.isLoggedForGood()) {
      stored.timer = stored.touched;
      timers.put(stored.timer, name);
    }
  }

  /** Closes the task of a record that says it ended, unless it is closed or unknown. */
  void end(TaskAdaptation task, Record<String, ?> record) {
    task.load(record.key(), tasks.get(record.key()), observations);
    if (!task.stored().isClosed()) {
      close(task, record.key(), CloseReason.END, record.timestamp());
    }
  }

  /** Closes the task at hand, that of the record, if no more observations fit in its log. */
  void closeFull(TaskAdaptation task, Record<String, ?> record) {
    StoredTask stored = task.stored();
    boolean full = stored.sequence >= maxObservations || stored.bytes > MAX_LOG_BYTES;
    if (full && !stored.isLoggedForGood()) {
      close(task, record.key(), CloseReason.SIZE, record.timestamp());
    }
  }

  /** Closes tasks that are idle, some after every record. Another task may be at hand then. */
  void closeIdle(TaskAdaptation task, Record<String, ?> record) {
    long idleSince = clock.now() - idle;
    if (idle == 0 || idleSince < timers.earliest()) {
      return;
    }
    for (Timer timer : timers.take(idleSince, MAX_TIMERS)) {
      task.load(timer.task(), tasks.get(timer.task()), observations);
      StoredTask stored = task.stored();
      if (stored.timer != timer.time()) {
        continue;
      }
      if (stored.touched <= idleSince) {
        close(task, timer.task(), CloseReason.IDLE, record.timestamp());
      } else {
        task.storeCarriedOver(timer.task(), tasks, observations);
        stored.timer = stored.touched;
        timers.put(stored.timer, timer.task());
        tasks.put(timer.task(), task.toBytes());
      }
    }
  }

  /** Closes the task at hand, which is open: the one place where that happens. */
  private void close(TaskAdaptation task, String name, CloseReason reason, long timestamp) {
    task.storeCarriedOver(name, tasks, observations);
    TaskLog log = new TaskLog(task.release().version(), reason, logged(name));
    context.forward(new Record<>(name, log, timestamp), Sinks.TASK_LOG);
    StoredTask stored = task.stored();
    if (stored.isNew()) {
      drift.add(task, name, timestamp);
    }
    stored.close(reason == CloseReason.SIZE);
    if (stored.timer != StoredTask.NO_TIMER) {
      timers.remove(stored.timer, name);
      stored.timer = StoredTask.NO_TIMER;
    }
    tasks.put(name, task.toBytes());
    closed.count(reason);
  }

  private List<LoggedObservation> logged(String task) {
    List<LoggedObservation> logged = new ArrayList<>();
    int bytes = 0;
    try (KeyValueIterator<Bytes, byte[]> log = ObservationLog.of(observations, task)) {
      while (log.hasNext()) {
        KeyValue<Bytes, byte[]> entry = log.next();
        ByteBuffer value = ByteBuffer.wrap(entry.value);
        Observation observation = ObservationLog.read(value);
        bytes += value.position();
        if (bytes > MAX_LOG_BYTES) {
          break;
        }
        logged.add(
            new LoggedObservation(
                ObservationLog.sequence(entry.key),
                observation.id(),
                Instant.ofEpochMilli(observation.eventTime()),
                Vectors.doubles(observation.x()),
                Vectors.doubles(observation.y())));
      }
    }
    return logged;
  }

  /** Takes back the metrics. */
  void stop() {
    closed.remove();
  }
}

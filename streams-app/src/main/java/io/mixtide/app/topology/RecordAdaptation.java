package io.mixtide.app.topology;

import io.mixtide.app.topology.AdaptationTopology.Sinks;
import io.mixtide.app.topology.CheckedRecord.Asked;
import io.mixtide.app.topology.CheckedRecord.Ended;
import io.mixtide.app.topology.CheckedRecord.Observed;
import io.mixtide.app.topology.CheckedRecord.Refused;
import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.app.topology.UpcomingRecord.Ahead;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.engine.BatchedInference;
import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.ShadowScore;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adapts one task per record: an observation joins its task's context and yields a posterior, its
 * queries and those of requests yield predictions, and a score that crosses its threshold yields an
 * alert. A record without a value ends its task. After each record, idle tasks are closed.
 *
 * <p>A record was checked whole before the state changes: it is accepted with all its queries or
 * refused.
 */
final class RecordAdaptation {
  private final AdaptationOptions options;
  private final Alert[] alerts;
  private final ProcessorContext<String, SpecificRecord> context;
  private final TaskStore tasks;
  private final KeyValueStore<Bytes, byte[]> observations;
  private final PartitionClock clock;
  private final LabelBudget labels;
  private final DriftWatch drift;
  private final TaskCloser closer;
  private final ShadowAdaptation shadow;
  private @Nullable OutputRecords outputs;

  RecordAdaptation(
      AdaptationOptions options,
      TaskStore tasks,
      ProcessorContext<String, SpecificRecord> context) {
    this.options = options;
    this.context = context;
    alerts = Alert.of(options.alerts());
    this.tasks = tasks;
    observations = context.getStateStore(AdaptationTopology.OBSERVATIONS);
    clock = new PartitionClock();
    labels = new LabelBudget(options.labels(), context.getStateStore(AdaptationTopology.PARTITION));
    drift =
        new DriftWatch(
            options.alerts(), options.tasksBetweenFalseAlarms(), context, options.listener());
    closer = new TaskCloser(options.closing(), clock, drift, tasks, context);
    shadow = new ShadowAdaptation(options.shadow(), options.engine().kernels());
  }

  /**
   * Takes a record.
   *
   * @param task the release in force at work; whatever task it has at hand
   * @param inference that of {@code task}
   * @param record as it came
   * @param upcoming what was seen of it
   * @throws RejectedRecordException if the record cannot be used; nothing has changed then
   */
  void process(
      TaskAdaptation task,
      BatchedInference inference,
      Record<String, byte[]> record,
      UpcomingRecord upcoming) {
    inference.endTurn();
    switch (upcoming.checked()) {
      case Observed it -> {
        load(task, inference, upcoming);
        observe(task, record, it);
      }
      case Asked it -> {
        boolean known = load(task, inference, upcoming);
        PredictionRequest request = it.request();
        predict(task, record, request.getQueries(), it.queries(), request.getRequestId(), known);
      }
      case Ended it -> closer.end(task, record);
      case Refused it -> throw it.reason();
    }
    closer.closeIdle(task, record);
  }

  /** Takes back the metrics. */
  void stop() {
    closer.stop();
    drift.stop();
  }

  /**
   * Has the record's task at hand, with what was inferred ahead of its turn if that still holds.
   *
   * @return whether the task is known
   */
  private boolean load(TaskAdaptation task, BatchedInference inference, UpcomingRecord record) {
    String name = record.task();
    Ahead ahead = record.ahead();
    if (ahead != null && tasks.isLatest(name, ahead.read())) {
      inference.turnTo(ahead.run(), ahead.number());
      return task.loadAhead(TaskStore.known(ahead.read()), ahead.run().state(ahead.number()));
    }
    boolean known = task.load(name, tasks.get(name), observations);
    task.storeCarriedOver(name, tasks, observations);
    return known;
  }

  private void observe(TaskAdaptation task, Record<String, byte[]> record, Observed observed) {
    ContextEvent event = observed.event();
    Observation observation = observed.observation();
    double[][] queries = observed.queries();
    requireNew(task.stored(), observation.id());

    task.inference().expect(observation.x(), queries);
    double score = task.observe(observation);
    clock.advance(observation.eventTime(), record.timestamp());
    AmbiguityScores scores = AmbiguityScores.of(task.state().alpha());
    List<AmbiguityEvent> changes = changeAlerts(task, scores, event);
    byte[] entry = ObservationLog.write(observation, task.state());
    observations.put(ObservationLog.key(record.key(), task.stored().sequence), entry);
    closer.touch(task, record.key(), entry.length - task.state().tokenBytes());
    tasks.put(record.key(), task.toBytes());

    forward(record, outputs(task).posterior(event, observation, score, scores), Sinks.POSTERIORS);
    options.listener().observed(record.timestamp());
    predict(task, record, event.getQueries(), queries, null, true);
    for (AmbiguityEvent change : changes) {
      forward(record, change, Sinks.AMBIGUITY);
      options.listener().alerted(change.getKind(), change.getState());
    }
    ShadowScore shadowScore = shadow.observe(record.key(), task, observation, score, observations);
    if (shadowScore != null) {
      forward(record, shadowScore, Sinks.SHADOW_SCORES);
    }
    closer.closeFull(task, record);
  }

  private static void requireNew(StoredTask stored, @Nullable String id) {
    if (id != null && stored.remembers(id)) {
      throw new RejectedRecordException(
          DeadLetterReason.DUPLICATE, "observation '%s' was taken before".formatted(id));
    }
  }

  private List<AmbiguityEvent> changeAlerts(
      TaskAdaptation task, AmbiguityScores scores, ContextEvent event) {
    Percentiles percentiles = task.release().heldOut().percentiles();
    List<AmbiguityEvent> changes = List.of();
    for (Alert alert : alerts) {
      double value = alert.score().of(scores, task.state().novelty());
      int contextSize = task.state().count();
      AlertState change =
          alert.change(task.stored().isRaised(alert), percentiles, contextSize, value);
      if (change != null) {
        task.stored().raisedAlerts ^= alert.bit();
        boolean withheld = alert.asksForLabels(change) && !labels.take(clock.now());
        changes = new ArrayList<>(changes);
        changes.add(outputs(task).alert(alert, change, value, withheld, event));
      }
    }
    return changes;
  }

  private void predict(
      TaskAdaptation task,
      Record<String, byte[]> record,
      List<Query> queries,
      double[][] xs,
      @Nullable String requestId,
      boolean known) {
    OutputRecords outputs = outputs(task);
    for (int i = 0; i < xs.length; i++) {
      forward(
          record, outputs.prediction(queries.get(i), xs[i], requestId, known), Sinks.PREDICTIONS);
      options.listener().predicted();
    }
  }

  @SuppressWarnings("ReferenceEquality") // one object per release at work
  private OutputRecords outputs(TaskAdaptation task) {
    if (outputs == null || outputs.task() != task) {
      outputs = new OutputRecords(task);
    }
    return outputs;
  }

  private void forward(Record<String, byte[]> source, SpecificRecord value, String sink) {
    context.forward(source.withValue(value), sink);
  }
}

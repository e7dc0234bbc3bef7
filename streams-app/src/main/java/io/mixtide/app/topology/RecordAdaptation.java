package io.mixtide.app.topology;

import io.mixtide.app.topology.AdaptationTopology.Sinks;
import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.model.density.AmbiguityScores;
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
 * <p>A record is checked whole before the state changes: it is accepted with all its queries or
 * refused.
 */
final class RecordAdaptation {
  private final AdaptationOptions options;
  private final Alert[] alerts;
  private final ProcessorContext<String, SpecificRecord> context;
  private final KeyValueStore<String, byte[]> tasks;
  private final KeyValueStore<Bytes, byte[]> observations;
  private final PartitionClock clock;
  private final LabelBudget labels;
  private final DriftWatch drift;
  private final TaskCloser closer;
  private final ShadowAdaptation shadow;
  private @Nullable OutputRecords outputs;

  RecordAdaptation(AdaptationOptions options, ProcessorContext<String, SpecificRecord> context) {
    this.options = options;
    this.context = context;
    alerts = Alert.of(options.alerts());
    tasks = context.getStateStore(AdaptationTopology.TASKS);
    observations = context.getStateStore(AdaptationTopology.OBSERVATIONS);
    clock = new PartitionClock();
    labels = new LabelBudget(options.labels(), context.getStateStore(AdaptationTopology.PARTITION));
    drift =
        new DriftWatch(
            options.alerts(), options.tasksBetweenFalseAlarms(), context, options.listener());
    closer = new TaskCloser(options.closing(), clock, drift, context);
    shadow = new ShadowAdaptation(options.shadow(), options.engine().kernels());
  }

  /**
   * Takes a record.
   *
   * @param task the release in force at work; whatever task it has at hand
   * @throws RejectedRecordException if the record cannot be used; nothing has changed then
   */
  void process(TaskAdaptation task, Record<String, SpecificRecord> record) {
    switch (record.value()) {
      case null -> closer.end(task, record);
      case ContextEvent event -> observe(task, record, event);
      case PredictionRequest request -> answer(task, record, request);
      default -> throw new IllegalStateException("no topic takes a " + record.value().getClass());
    }
    closer.closeIdle(task, record);
  }

  /** Takes back the metrics. */
  void stop() {
    closer.stop();
    drift.stop();
  }

  private void observe(
      TaskAdaptation task, Record<String, SpecificRecord> record, ContextEvent event) {
    Observation observation = RecordChecks.observation(event, task.release());
    double[][] queries =
        RecordChecks.queries(event.getQueries(), task.release(), options.maxQueries());
    task.load(record.key(), tasks, observations);
    task.storeCarriedOver(record.key(), tasks, observations);
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

  private void answer(
      TaskAdaptation task, Record<String, SpecificRecord> record, PredictionRequest request) {
    RecordChecks.requireId("the request's id", request.getRequestId());
    double[][] queries =
        RecordChecks.queries(request.getQueries(), task.release(), options.maxQueries());
    boolean known = task.load(record.key(), tasks, observations);
    task.storeCarriedOver(record.key(), tasks, observations);
    predict(task, record, request.getQueries(), queries, request.getRequestId(), known);
  }

  private void predict(
      TaskAdaptation task,
      Record<String, SpecificRecord> record,
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

  private void forward(Record<String, SpecificRecord> source, SpecificRecord value, String sink) {
    context.forward(source.withValue(value), sink);
  }
}

package io.mixtide.app.topology;

import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.app.topology.PendingAdaptation.Read;
import io.mixtide.model.engine.BatchedInference;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.PredictionRequest;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts tasks as {@link AdaptationProcessor} does, but in batches, for an engine that infers many
 * tasks at once. A record of either input is put in {@link PendingRecords}, unread but for its key;
 * when there are enough, or the first has waited long enough, all are taken.
 *
 * <p><b>Order.</b> Records are taken in the order of their arrival, requests, ends of tasks and bad
 * records among them, and each does all that it does without batches before the next is looked at.
 * So every output topic has the records that it has without batches, in the same order and with the
 * same bits; for alerts, idle tasks, drift and labels depend on what came before in the partition,
 * not in the task alone. Only keys that cannot be read are refused at once, before what waits; they
 * name no task. What is ahead of its turn is inference alone, which depends on nothing but the
 * states of tasks: a run of records up to the second observation of one task is inferred in one
 * batch, and the result is given to each when its turn comes. The release is looked up once for all
 * that is taken together, so that a new one takes effect between two batches; a record that waited
 * meanwhile is judged by the one under which it is taken. The release in the shadow follows the
 * observations as they are taken.
 *
 * <p>All of it happens in the transaction that moves the head of what waits. What waits when an
 * instance ends is taken by the next to have the partition, with batches or without, before
 * anything else.
 */
final class BatchProcessor implements Processor<String, byte[], String, SpecificRecord> {
  /** Must fit in one record of the changelog. A larger record waits for nothing. */
  static final int MAX_RECORD_BYTES = 512 << 10;

  /** Of all that waits: it is in memory too. */
  private static final int MAX_BYTES = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(BatchProcessor.class);

  private final AdaptationOptions options;
  private final BatchPolicy batches;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init() first
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, byte[]> tasks;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<Bytes, byte[]> observations;

  @SuppressWarnings("NullAway.Init")
  private RecordAdaptation adaptation;

  @SuppressWarnings("NullAway.Init")
  private PendingAdaptation taking;

  @SuppressWarnings("NullAway.Init")
  private InForce<BatchedInference> inForce;

  private @Nullable PendingRecords pending;

  BatchProcessor(AdaptationOptions options) {
    this.options = options;
    batches = options.batches();
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    tasks = context.getStateStore(AdaptationTopology.TASKS);
    observations = context.getStateStore(AdaptationTopology.OBSERVATIONS);
    adaptation = new RecordAdaptation(options, context);
    taking = new PendingAdaptation(options, adaptation, context);
    inForce =
        new InForce<>(
            options.inForce(),
            release ->
                options
                    .engine()
                    .batchedInference(release.network(), release.standardisation(), LOG::warn));
    pending = null;
    context.schedule(
        batches.patience(), PunctuationType.WALL_CLOCK_TIME, time -> takeAll(pending()));
  }

  @Override
  public void process(Record<String, byte[]> record) {
    PendingRecords waiting = pending();
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    PendingRecord arrived =
        new PendingRecord(
            metadata.topic().equals(options.topics().requests()),
            metadata.offset(),
            record.timestamp(),
            record.key(),
            record.headers(),
            record.value());
    if (arrived.bytes() > MAX_RECORD_BYTES) {
      takeAll(waiting);
      take(List.of(arrived));
      return;
    }
    waiting.add(arrived);
    if (waiting.waiting().size() == batches.records() || waiting.bytes() > MAX_BYTES) {
      takeAll(waiting);
    }
  }

  /** What waits; at first, what the partition's former owner left, which is taken at once. */
  private PendingRecords pending() {
    PendingRecords waiting = pending;
    if (waiting == null) {
      waiting =
          new PendingRecords(
              context.getStateStore(AdaptationTopology.PARTITION), batches.records());
      pending = waiting;
      takeAll(waiting);
    }
    return waiting;
  }

  private void takeAll(PendingRecords waiting) {
    if (!waiting.waiting().isEmpty()) {
      take(waiting.waiting());
      waiting.clear();
    }
  }

  private void take(List<PendingRecord> records) {
    TaskAdaptation task = inForce.task();
    List<Read> reads = records.stream().map(taking::read).toList();
    int next = 0;
    while (next < reads.size()) {
      int end = inferAhead(task, reads, next);
      for (; next < end; next++) {
        inForce.inference().turnTo(next);
        taking.take(task, reads.get(next));
      }
      inForce.inference().clear();
    }
  }

  /**
   * Infers what records from one on will ask for; returns the end of those that it was done for.
   */
  private int inferAhead(TaskAdaptation task, List<Read> reads, int from) {
    int end = from;
    while (end < reads.size() && note(task, reads.get(end), end)) {
      end++;
    }
    inForce.inference().infer();
    return end;
  }

  /** Notes what a record will ask for; or returns false if it must wait for those before it. */
  private boolean note(TaskAdaptation task, Read read, int index) {
    try {
      return switch (read.record() == null ? null : read.record().value()) {
        case ContextEvent event -> note(task, read.source().task(), event, index);
        case PredictionRequest request -> {
          note(task, read.source().task(), request, index);
          yield true;
        }
        case null, default -> true;
      };
    } catch (RejectedRecordException e) {
      // It is refused when its turn comes.
      return true;
    }
  }

  private boolean note(TaskAdaptation task, String name, ContextEvent event, int index) {
    if (inForce.inference().hasArrival(name)) {
      return false;
    }
    Observation observation = RecordChecks.observation(event, task.release());
    double[][] queries =
        RecordChecks.queries(event.getQueries(), task.release(), options.maxQueries());
    load(task, name);
    if (observation.id() == null || !task.stored().remembers(observation.id())) {
      inForce
          .inference()
          .note(index, name, task.state(), observation.x(), observation.y(), queries);
    }
    return true;
  }

  private void note(TaskAdaptation task, String name, PredictionRequest request, int index) {
    double[][] queries =
        RecordChecks.queries(request.getQueries(), task.release(), options.maxQueries());
    load(task, name);
    inForce.inference().note(index, name, task.state(), null, null, queries);
  }

  private void load(TaskAdaptation task, String name) {
    task.load(name, tasks, observations);
    task.storeCarriedOver(name, tasks, observations);
  }

  @Override
  public void close() {
    adaptation.stop();
    inForce.close();
  }
}

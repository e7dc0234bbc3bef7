package io.mixtide.app.topology;

import io.mixtide.schemas.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts tasks record by record, as records come. A record that is refused becomes a dead letter.
 * The release in force is looked up before each record, so a new one takes effect between two
 * records, without a pause.
 */
final class AdaptationProcessor implements Processor<String, byte[], String, SpecificRecord> {
  /** How many tasks' states are kept in memory, about one KiB each. */
  private static final int KEPT_STATES = 1024;

  /** How many runs' states have room at least, so that what was read ahead is there still. */
  private static final int RUNS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(AdaptationProcessor.class);

  private final AdaptationOptions options;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init() first
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private RecordAdaptation adaptation;

  @SuppressWarnings("NullAway.Init")
  private InForce inForce;

  @SuppressWarnings("NullAway.Init")
  private RecordRun observations;

  @SuppressWarnings("NullAway.Init")
  private RecordRun requests;

  AdaptationProcessor(AdaptationOptions options) {
    this.options = options;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    int room = Math.max(KEPT_STATES, RUNS * options.batchRecords());
    TaskStore tasks = new TaskStore(context.getStateStore(AdaptationTopology.TASKS), room);
    adaptation = new RecordAdaptation(options, tasks, context);
    inForce =
        new InForce(
            options.inForce(),
            release ->
                options
                    .engine()
                    .inference(release.network(), release.standardisation(), LOG::warn));
    Topics topics = options.topics();
    observations = run(topics.context(), CheckedDeserializer.ofContext(options), tasks);
    requests = run(topics.requests(), CheckedDeserializer.ofRequests(options), tasks);
  }

  private RecordRun run(String topic, CheckedDeserializer values, TaskStore tasks) {
    return new RecordRun(
        options,
        partition(topic),
        values,
        tasks,
        context.getStateStore(AdaptationTopology.OBSERVATIONS));
  }

  private TopicPartition partition(String topic) {
    return new TopicPartition(topic, context.taskId().partition());
  }

  @Override
  public void process(Record<String, byte[]> record) {
    RecordMetadata source = context.recordMetadata().orElseThrow();
    RecordRun run = requests.isOf(source.topic()) ? requests : observations;
    TaskAdaptation task = inForce.task();
    UpcomingRecord upcoming = run.turnTo(task, inForce.inference(), source.offset(), record);
    adaptation.process(task, inForce.inference(), record, upcoming);
  }

  @Override
  public void close() {
    adaptation.stop();
    inForce.close();
    options.polled().forget(partition(options.topics().context()));
    options.polled().forget(partition(options.topics().requests()));
  }
}

package io.mixtide.app.topology;

import io.mixtide.model.inference.TaskInference;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts tasks record by record, as records come.
 *
 * <p>Inference on the processor costs a tenth of what a record costs Kafka, so records are not
 * batched. A record that is refused becomes a dead letter. The release in force is looked up before
 * each record, so a new one takes effect between two records, without a pause.
 */
final class AdaptationProcessor
    implements Processor<String, SpecificRecord, String, SpecificRecord> {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Logger LOG = LoggerFactory.getLogger(AdaptationProcessor.class);

  private final AdaptationOptions options;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init() first
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private RecordAdaptation adaptation;

  @SuppressWarnings("NullAway.Init")
  private InForce<TaskInference> inForce;

  @SuppressWarnings("NullAway.Init")
  private Cancellable soon;

  private boolean first;

  AdaptationProcessor(AdaptationOptions options) {
    this.options = options;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    adaptation = new RecordAdaptation(options, context);
    inForce =
        new InForce<>(
            options.inForce(),
            release ->
                options
                    .engine()
                    .inference(release.network(), release.standardisation(), LOG::warn));
    first = true;
    soon = context.schedule(SOON, PunctuationType.WALL_CLOCK_TIME, time -> takeLeft());
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    if (first) {
      takeLeft();
    }
    adaptation.process(inForce.task(), record);
  }

  /** Takes the records that waited for their batch when there were batches. */
  private void takeLeft() {
    first = false;
    soon.cancel();
    PendingRecords left =
        new PendingRecords(context.getStateStore(AdaptationTopology.PARTITION), 1);
    if (!left.waiting().isEmpty()) {
      PendingAdaptation taking = new PendingAdaptation(options, adaptation, context);
      left.waiting().forEach(record -> taking.take(inForce.task(), taking.read(record)));
      left.clear();
    }
  }

  @Override
  public void close() {
    adaptation.stop();
    inForce.close();
  }
}

package io.mixtide.benchmark.stream.crayfish;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Forwards the scores of every image. */
public final class ImageProcessor implements Processor<byte[], float[], byte[], float[]> {
  private final ImageModel model;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init() first
  private ProcessorContext<byte[], float[]> context;

  /** Closes the model when it is closed. */
  public ImageProcessor(ImageModel model) {
    this.model = model;
  }

  @Override
  public void init(ProcessorContext<byte[], float[]> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], float[]> record) {
    context.forward(record.withValue(model.scores(record.value())));
  }

  @Override
  public void close() {
    model.close();
  }
}

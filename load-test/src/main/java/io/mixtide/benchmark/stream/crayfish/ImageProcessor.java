package io.mixtide.benchmark.stream.crayfish;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Answers every image. */
public final class ImageProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private final ImageModel model;
  private final ImageFormat format;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init() first
  private ProcessorContext<byte[], byte[]> context;

  /**
   * @param model closed when this is
   */
  public ImageProcessor(ImageModel model, ImageFormat format) {
    this.model = model;
    this.format = format;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    float[] image = format.image(record.value());
    context.forward(record.withValue(format.answer(image, model.scores(image))));
  }

  @Override
  public void close() {
    model.close();
  }
}

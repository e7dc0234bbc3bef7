package io.mixtide.benchmark.stream;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Writes what Mixtide does, and computes nothing but where it goes. It reads a task's state for
 * each of its events, where Mixtide keeps the latest states of some tasks.
 */
final class IdentityProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final byte[] EMPTY = {};

  private final RecordBytes bytes;
  private final int queries;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init() first
  private ProcessorContext<byte[], byte[]> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<Bytes, byte[]> tasks;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<Bytes, byte[]> observations;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<Bytes, byte[]> timers;

  IdentityProcessor(RecordBytes bytes, int queries) {
    this.bytes = bytes;
    this.queries = queries;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    tasks = context.getStateStore(IdentityService.TASKS);
    observations = context.getStateStore(IdentityService.OBSERVATIONS);
    timers = context.getStateStore(IdentityService.TIMERS);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Bytes task = Bytes.wrap(record.key());
    byte[] state = tasks.get(task);
    long sequence = 1;
    if (state == null) {
      timers.put(key(record.key(), record.timestamp()), EMPTY);
    } else {
      sequence += ByteBuffer.wrap(state).getLong(0);
    }
    observations.put(key(record.key(), sequence), bytes.observation().clone());
    byte[] next = bytes.task().clone();
    ByteBuffer.wrap(next).putLong(0, sequence);
    tasks.put(task, next);
    context.forward(record.withValue(bytes.posterior().clone()), IdentityService.POSTERIORS);
    for (int q = 0; q < queries; q++) {
      context.forward(record.withValue(bytes.prediction().clone()), IdentityService.PREDICTIONS);
    }
  }

  private static Bytes key(byte[] task, long number) {
    return Bytes.wrap(
        ByteBuffer.allocate(Integer.BYTES + task.length + Long.BYTES)
            .putInt(task.length)
            .put(task)
            .putLong(number)
            .array());
  }
}

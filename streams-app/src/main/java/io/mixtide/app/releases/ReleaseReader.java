package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.registry.RegistryUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the release topic from its beginning, committed records only. A record that is none of this
 * topic is logged and passed over.
 */
final class ReleaseReader implements AutoCloseable {
  /** Takes a key and its record, null for a deletion. */
  interface Sink extends BiConsumer<String, @Nullable ReleaseRecord> {}

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SCAN_TIMEOUT = Duration.ofSeconds(30);

  private final ReleaseConnection connection;
  private final Consumer<String, byte[]> consumer;

  ReleaseReader(ReleaseConnection connection) {
    this.connection = connection;
    this.consumer = connection.consumer();
  }

  /** Reads the whole topic as it is now. */
  static void scan(ReleaseConnection connection, Sink sink) {
    try (ReleaseReader reader = new ReleaseReader(connection)) {
      long deadline = System.nanoTime() + SCAN_TIMEOUT.toNanos();
      reader.rewind();
      while (!reader.poll(sink)) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(
              "the topic %s was not read to its end in %d s"
                  .formatted(connection.topic(), SCAN_TIMEOUT.toSeconds()));
        }
      }
    }
  }

  /** What is on the topic now. */
  static ReleaseCatalog catalog(ReleaseConnection connection) {
    ReleaseCatalog catalog = new ReleaseCatalog();
    scan(connection, catalog::accept);
    return catalog;
  }

  /**
   * Reads a release's file.
   *
   * @throws InvalidReleaseException if what is on the topic is not the release
   */
  static byte[] file(ReleaseConnection connection, ReleaseManifest manifest)
      throws InvalidReleaseException {
    String version = manifest.getVersion();
    Map<Integer, ReleaseChunk> chunks = new HashMap<>();
    scan(
        connection,
        (key, release) -> {
          if (release == null) {
            chunks.keySet().removeIf(index -> key.equals(ReleaseKeys.chunk(version, index)));
          } else if (release.getContent() instanceof ReleaseChunk chunk
              && chunk.getVersion().equals(version)) {
            chunks.put(chunk.getIndex(), chunk);
          }
        });
    return ReleaseChunks.assemble(manifest, chunks);
  }

  /** Begins, or begins again, at the beginning of the topic. */
  void rewind() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(connection.topic()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException(
          "the topic %s does not exist".formatted(connection.topic()));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * Hands on what has arrived, waiting for it for a moment.
   *
   * @return whether all that is committed has been handed on
   */
  boolean poll(Sink sink) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
      decode(record, sink);
    }
    return consumer.assignment().stream()
        .allMatch(partition -> consumer.currentLag(partition).orElse(1) == 0);
  }

  /** Makes a {@link #poll} in progress on another thread end with a {@code WakeupException}. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void decode(ConsumerRecord<String, byte[]> record, Sink sink) {
    @Nullable ReleaseRecord release;
    try {
      release = connection.serde().deserializer().deserialize(record.topic(), record.value());
      String key = String.valueOf(record.key());
      if (release != null && !ReleaseKeys.of(release).equals(key)) {
        throw new IllegalArgumentException("its content belongs under " + ReleaseKeys.of(release));
      }
      sink.accept(key, release);
    } catch (RuntimeException e) {
      if (isTransient(e)) {
        throw e;
      }
      LOG.warn(
          "Passed over the record at offset {} of {} with key {}: {}",
          record.offset(),
          record.topic(),
          record.key(),
          String.valueOf(e.getMessage()));
    }
  }

  /** Whether the registry failed, not the record. Other serdes' registries fail by I/O. */
  private static boolean isTransient(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryUnavailableException || cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}

package io.mixtide.app.config;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What settings mean in the names of Kafka Streams. */
final class StreamsProperties {
  /**
   * Of one partition of the inputs in one answer, some hundred records. A consumer hands on all
   * that it has of a partition before it turns to the next one: with Kafka's own 1 MiB, one that
   * was just taken over, and has much waiting, would be answered seconds after the others.
   */
  private static final int FETCH_BYTES = 64 << 10;

  /**
   * Of one partition of the outputs in one request. Some ten results fill Kafka's own 16 KiB, long
   * before they have lingered.
   */
  private static final int SEND_BYTES = 128 << 10;

  /** Of one changelog in one answer; nothing else happens to a task that is being restored. */
  private static final int RESTORE_FETCH_BYTES = 4 << 20;

  /** Each batch is one write to a store. */
  private static final int RESTORE_BATCH_RECORDS = 10_000;

  /**
   * How long a broker holds an answer about changelogs that nothing is written to. While it does, a
   * partition that is taken over waits for the rest of its state.
   */
  private static final int RESTORE_WAIT_MS = 50;

  /**
   * Brokers refuse what a transaction writes while they still end the one before it. The next try
   * is due sooner than the next commit, or transactions would wait for it.
   */
  private static final int RETRY_BACKOFF_MS = 20;

  private StreamsProperties() {}

  /**
   * The configuration of Kafka Streams, always exactly once.
   *
   * @param client the configuration of any Kafka client; what the user gives for one kind of client
   *     alone stands
   */
  static Properties of(AbstractConfig config, Map<String, Object> client) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
            config.getInt(RecoveryDefinition.TRANSACTION_TIMEOUT_MS),
            StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
            config.getLong(ProcessingDefinition.LINGER_MS),
            StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
            SEND_BYTES,
            StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
            RETRY_BACKOFF_MS));
    properties.putAll(
        Map.of(
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
            config.getInt(RecoveryDefinition.SESSION_TIMEOUT_MS),
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
            config.getInt(RecoveryDefinition.HEARTBEAT_INTERVAL_MS),
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
            FETCH_BYTES,
            StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
            RESTORE_FETCH_BYTES,
            StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
            RESTORE_BATCH_RECORDS,
            StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
            RESTORE_WAIT_MS,
            StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG),
            config.getInt(RecoveryDefinition.CHANGELOG_SEGMENT_BYTES)));
    properties.putAll(client);
    properties.put(
        StreamsConfig.APPLICATION_ID_CONFIG, config.getString(KafkaDefinition.APPLICATION_ID));
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
        config.getLong(ProcessingDefinition.COMMIT_INTERVAL_MS));
    properties.put(
        StreamsConfig.NUM_STREAM_THREADS_CONFIG,
        config.getInt(ProcessingDefinition.NUM_STREAM_THREADS));
    properties.put(
        StreamsConfig.REPLICATION_FACTOR_CONFIG, config.getInt(KafkaDefinition.REPLICATION_FACTOR));
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG, config.getString(ProcessingDefinition.STATE_DIR));
    properties.put(
        StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
        config.getInt(RecoveryDefinition.NUM_STANDBY_REPLICAS));
    properties.put(
        StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG,
        config.getInt(RecoveryDefinition.MAX_WARMUP_REPLICAS));
    properties.put(
        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG,
        config.getLong(RecoveryDefinition.PROBING_REBALANCE_INTERVAL_MS));
    return properties;
  }
}

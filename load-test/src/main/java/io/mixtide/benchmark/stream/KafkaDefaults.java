package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams as it comes, exactly once, for what is not Mixtide. */
final class KafkaDefaults {
  private KafkaDefaults() {}

  /** Leaves what is not Kafka's own default only where the benchmark needs it. */
  static void restore(Properties streams, Settings settings) {
    Properties all = new Properties();
    all.putAll(streams);
    streams.clear();
    streams.putAll(settings.clientProperties());
    for (String kept :
        new String[] {
          StreamsConfig.APPLICATION_ID_CONFIG,
          StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
          StreamsConfig.NUM_STREAM_THREADS_CONFIG,
          StreamsConfig.REPLICATION_FACTOR_CONFIG,
          StreamsConfig.STATE_DIR_CONFIG,
          // One that is paused while events are written is not lost.
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG)
        }) {
      streams.put(kept, all.get(kept));
    }
  }
}

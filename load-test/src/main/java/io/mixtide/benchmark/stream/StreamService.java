package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import java.util.Properties;
import org.apache.kafka.streams.Topology;

/** A service under test: what Kafka Streams is to run in a process of its own. */
interface StreamService {

  /**
   * Its topology, from {@code context} to {@code posteriors} and {@code predictions}.
   *
   * @param settings where things are, and how records are processed
   * @param streams the configuration of Kafka Streams after these settings, to which this may add
   */
  Topology topology(Settings settings, Properties streams);
}

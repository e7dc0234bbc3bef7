package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The main class of a process that runs one service under test until it is killed. */
public final class ServiceMain {
  private ServiceMain() {}

  /**
   * Runs it.
   *
   * @param arguments its name, the file of its settings, the file of {@link RecordBytes}, queries
   *     with each event
   */
  public static void main(String[] arguments) throws IOException {
    StreamService service =
        ServiceKind.of(arguments[0]).service(Path.of(arguments[2]), Integer.parseInt(arguments[3]));
    start(service, Settings.of(read(Path.of(arguments[1]))));
  }

  private static Map<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put((String) key, (String) value));
    return settings;
  }

  /** Starts a service in this process. */
  static KafkaStreams start(StreamService service, Settings settings) {
    Properties properties = settings.streamsProperties();
    Topology topology = service.topology(settings, properties);
    KafkaStreams streams = new KafkaStreams(topology, properties);
    // What was measured of one that fails is worth nothing.
    streams.setUncaughtExceptionHandler(_ -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    streams.start();
    return streams;
  }
}

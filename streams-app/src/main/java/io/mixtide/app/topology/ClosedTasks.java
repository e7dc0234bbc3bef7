package io.mixtide.app.topology;

import io.mixtide.schemas.CloseReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * The metrics {@code tasks-closed-total} and {@code tasks-closed-rate} (per second), by reason,
 * among those of Kafka Streams.
 */
final class ClosedTasks {
  private final StreamsMetrics metrics;
  private final Map<CloseReason, Sensor> sensors = new EnumMap<>(CloseReason.class);

  /** Adds the metrics of one partition's part of the topology, which Kafka Streams calls a task. */
  ClosedTasks(StreamsMetrics metrics, String part) {
    this.metrics = metrics;
    for (CloseReason reason : CloseReason.values()) {
      String name = reason.name().toLowerCase(Locale.ROOT);
      // A sensor is known by its thread, entity and operation: its tags do not tell it apart.
      sensors.put(
          reason,
          metrics.addRateTotalSensor(
              "closing",
              part + "-" + name,
              "tasks-closed",
              RecordingLevel.INFO,
              "task-id",
              part,
              "reason",
              name));
    }
  }

  void count(CloseReason reason) {
    Objects.requireNonNull(sensors.get(reason)).record();
  }

  void remove() {
    sensors.values().forEach(metrics::removeSensor);
  }
}

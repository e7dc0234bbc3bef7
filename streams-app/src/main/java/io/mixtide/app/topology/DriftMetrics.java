package io.mixtide.app.topology;

import io.mixtide.model.drift.DriftDetector;
import io.mixtide.model.drift.DriftStatistic;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * What the latest tasks of a partition came to, among the metrics of Kafka Streams: {@code
 * drift-evidence-novelty} and {@code drift-evidence-alert-rate} (natural logarithms), {@code
 * novelty-rank}, {@code alert-rate} (shares) and {@code prequential} (nats of the standardised
 * units), running means over some hundred tasks.
 */
final class DriftMetrics {
  private static final String GROUP = "stream-drift-metrics";

  private final StreamsMetrics metrics;
  private final Map<Sensor, ToDoubleFunction<DriftDetector>> values = new LinkedHashMap<>();

  /** Adds the metrics of one partition's part of the topology, which Kafka Streams calls a task. */
  DriftMetrics(StreamsMetrics metrics, String part) {
    this.metrics = metrics;
    for (DriftStatistic statistic : DriftStatistic.values()) {
      String name = statistic.name().toLowerCase(Locale.ROOT).replace('_', '-');
      add(part, "drift-evidence-" + name, detector -> detector.evidence(statistic));
    }
    add(part, "novelty-rank", DriftDetector::meanRank);
    add(part, "alert-rate", DriftDetector::alertShare);
    add(part, "prequential", DriftDetector::meanLogScore);
  }

  private void add(String part, String name, ToDoubleFunction<DriftDetector> value) {
    Sensor sensor = metrics.addSensor("drift-" + part + "-" + name, RecordingLevel.INFO);
    sensor.add(
        new MetricName(name, GROUP, "of the latest closed tasks", Map.of("task-id", part)),
        new Value());
    values.put(sensor, value);
  }

  void record(DriftDetector detector) {
    values.forEach((sensor, value) -> sensor.record(value.applyAsDouble(detector)));
  }

  void remove() {
    values.keySet().forEach(metrics::removeSensor);
  }
}

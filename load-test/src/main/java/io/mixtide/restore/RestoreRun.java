package io.mixtide.restore;

import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.EmbeddedPlan;
import io.mixtide.app.demo.EmbeddedService;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Has a service observe until its changelogs are large, then restarts it twice: with its state and
 * without. The changelogs are what observing leaves, with all that was overwritten and the brokers
 * have not compacted away.
 */
final class RestoreRun {
  private static final int PARTITIONS = 2;

  /** Each is observed some hundred times. */
  private static final int TASKS = 2000;

  private static final int BATCH = 20_000;

  private final long bytes;
  private final Map<String, String> settings;
  private final WorkDisplay display;
  private long sent;

  /**
   * @param bytes of changelogs, at the least
   * @param settings of the service
   * @param display of the megabytes of changelogs
   */
  RestoreRun(long bytes, Map<String, String> settings, WorkDisplay display) {
    this.bytes = bytes;
    this.settings = settings;
    this.display = display;
  }

  RestoreResult run() throws InterruptedException, ExecutionException {
    try (EmbeddedService service = new EmbeddedService(EmbeddedPlan.shipped(0, settings));
        Changelogs changelogs = new Changelogs(service.settings())) {
      fill(service.settings(), changelogs);
      Duration with = service.restart(true);
      display.say("restarted with its state in %.1f s".formatted(seconds(with)));
      long size = changelogs.bytes();
      Duration without = service.restart(false);
      return RestoreResult.of(size / 1e6, PARTITIONS, seconds(with), seconds(without));
    }
  }

  private void fill(Settings settings, Changelogs changelogs)
      throws InterruptedException, ExecutionException {
    String topic = new Topics(settings.topicPrefix()).context();
    Serializer<SpecificRecord> values = settings.<SpecificRecord>valueSerde().serializer();
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(
            settings.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      for (long size = 0; size < bytes; size = changelogs.bytes()) {
        for (int i = 0; i < BATCH; i++) {
          var _ =
              producer.send(
                  new ProducerRecord<>(
                      topic, "task" + sent % TASKS, values.serialize(topic, event())));
          sent++;
        }
        producer.flush();
        // The sender is faster than the service: what waits is not in the changelogs.
        while (changelogs.lag() > 0) {
          TimeUnit.MILLISECONDS.sleep(50);
        }
        display.accept((long) (changelogs.bytes() / 1e6), ", %,d observations".formatted(sent));
      }
    }
  }

  /** An hour of the day and a concentration, as the release in force expects them. */
  private ContextEvent event() {
    double hour = sent / TASKS % 24;
    double reading = 60 + 40 * Math.sin(sent);
    return new ContextEvent(
        String.valueOf(sent),
        Instant.EPOCH,
        Vectors.doubles(hour),
        Vectors.doubles(reading),
        List.of());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}

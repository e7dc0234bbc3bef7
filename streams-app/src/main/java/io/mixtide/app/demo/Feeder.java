package io.mixtide.app.demo;

import io.mixtide.app.demo.AirQuality.Reading;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Replays readings as context events on a fixed schedule, whether or not the service keeps up, each
 * with a query for the hour after it. The rate rises over the first seconds, while the JVM still
 * compiles. Beyond the last reading it begins again with new tasks. Scores every reading by the
 * single Gaussian and by the first release on the way.
 */
final class Feeder implements AutoCloseable {
  private static final int LAST_HOUR = 23;
  private static final double RISE_SECONDS = 5;

  private final List<Reading> readings;
  private final double perSecond;
  private final String topic;
  private final Producer<String, SpecificRecord> producer;
  private final Baseline singleGaussian;
  private final Baseline firstRelease;
  private final Map<String, Double> firstScores = new ConcurrentHashMap<>();
  private final Thread thread;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong queries = new AtomicLong();
  private volatile double singleGaussianScore;
  private volatile boolean stopping;

  Feeder(
      List<Reading> readings,
      double perSecond,
      String topic,
      Map<String, Object> client,
      Serializer<SpecificRecord> values,
      Baseline singleGaussian,
      Baseline firstRelease) {
    this.readings = readings;
    this.perSecond = perSecond;
    this.topic = topic;
    this.singleGaussian = singleGaussian;
    this.firstRelease = firstRelease;
    producer = new KafkaProducer<>(client, new StringSerializer(), values);
    thread = Thread.ofPlatform().name("mixtide-demo-feeder").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Events sent. */
  long sent() {
    return sent.get();
  }

  /** Queries sent with them. */
  long queries() {
    return queries.get();
  }

  /** Mean log score of the single Gaussian, nats of the user's units. */
  double singleGaussianScore() {
    return singleGaussianScore;
  }

  /**
   * The first release's log score of an observation, nats of the user's units; to be asked once.
   *
   * @return empty if the feeder did not send it: people add observations by the page
   */
  OptionalDouble firstReleaseScore(@Nullable String observationId) {
    Double score = observationId == null ? null : firstScores.remove(observationId);
    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  private void run() {
    Schedule schedule = new Schedule(System.nanoTime(), perSecond, RISE_SECONDS);
    double sum = 0;
    for (long i = 0; !stopping; i++) {
      Reading reading = readings.get((int) (i % readings.size()));
      long pass = i / readings.size();
      schedule.await(i);
      String task = pass == 0 ? reading.task() : reading.task() + "/" + pass;
      String id = task + "#" + (int) reading.hour();
      firstScores.put(id, firstRelease.score(task, reading));
      send(reading, task, id);
      sum += singleGaussian.score(task, reading);
      singleGaussianScore = sum / sent.incrementAndGet();
    }
    producer.flush();
  }

  private void send(Reading reading, String task, String id) {
    List<Query> ahead = List.of();
    if (reading.hour() < LAST_HOUR) {
      ahead = List.of(new Query(null, Vectors.doubles(reading.hour() + 1), Vectors.doubles()));
      queries.incrementAndGet();
    }
    ContextEvent event =
        new ContextEvent(
            id,
            reading.time(),
            Vectors.doubles(reading.hour()),
            Vectors.doubles(reading.pm25()),
            ahead);
    // What could not be sent is missed by the meter.
    var _ = producer.send(new ProducerRecord<>(topic, task, event));
  }

  /** Stops feeding; returns when all that was sent is on the topic. */
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}

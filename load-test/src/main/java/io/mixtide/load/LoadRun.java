package io.mixtide.load;

import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.Schedule;
import io.mixtide.app.topics.CommittedReader;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a plan's events on a fixed schedule, whether or not the service keeps up, and follows all
 * that comes of them. A stall therefore shows in the latency of every event that was due in it.
 */
public final class LoadRun {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double NANOS_PER_MS = 1e6;
  private static final Duration HEAD_START = Duration.ofMillis(100);

  private final LoadPlan plan;
  private final Settings settings;
  private final Topics topics;
  private final Serde<SpecificRecord> values;
  private final String prefix;

  /**
   * @param name tells this run's tasks from those of others on the same topics
   */
  public LoadRun(LoadPlan plan, Settings settings, String name) {
    this.plan = plan;
    this.settings = settings;
    topics = new Topics(settings.topicPrefix());
    values = settings.valueSerde();
    prefix = "load/" + name + "/";
  }

  /**
   * Sends everything, then waits for what is due, until nothing has come for half a minute.
   *
   * @throws io.mixtide.app.UserErrorException if topics are missing or no broker answers
   */
  public LoadResult run(RunObserver observer) throws InterruptedException {
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.check();
    }
    Workload workload =
        new Workload(plan, prefix, topics.context(), values.serializer(), settings.maxQueries());
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(
            settings.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      // Asked for now, metadata does not make the first event late.
      producer.partitionsFor(topics.context());
      Schedule schedule = new Schedule(System.nanoTime() + HEAD_START.toNanos(), plan.rate(), 0);
      Ledger ledger = new Ledger(prefix, schedule, plan);
      try (CommittedReader _ =
          new CommittedReader(
              List.of(topics.posteriors(), topics.predictions(), topics.deadLetters()),
              settings.clientProperties(),
              values.deserializer(),
              output -> {
                long now = System.nanoTime();
                if (ledger.received(output, now)) {
                  observer.received(output, now);
                }
              })) {
        observer.starting(schedule);
        long latest = send(workload, producer, schedule, ledger);
        producer.flush();
        observer.sent();
        awaitOutputs(ledger);
        return ledger.result(latest / NANOS_PER_MS);
      }
    }
  }

  /** Returns the longest time that the sender was behind its schedule, in nanoseconds. */
  private long send(
      Workload workload, Producer<String, byte[]> producer, Schedule schedule, Ledger ledger) {
    long latest = 0;
    for (int i = 0; i < plan.events(); i++) {
      Workload.Event event = workload.next();
      schedule.await(i);
      if (i >= plan.firstMeasured()) {
        latest = Math.max(latest, System.nanoTime() - schedule.at(i));
      }
      @Nullable DeadLetterReason fault = event.fault();
      if (fault == null) {
        ledger.sending(i);
      }
      var _ =
          producer.send(
              new ProducerRecord<>(topics.context(), event.task(), event.value()),
              (appended, failure) -> {
                if (failure != null) {
                  ledger.failed();
                } else if (fault != null) {
                  ledger.appended(appended.partition(), appended.offset(), fault);
                }
              });
    }
    return latest;
  }

  private static void awaitOutputs(Ledger ledger) throws InterruptedException {
    long before = -1;
    long deadline = 0;
    while (!ledger.isComplete()) {
      long received = ledger.received();
      if (received != before) {
        before = received;
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    // Whatever came twice comes now.
    TimeUnit.MILLISECONDS.sleep(HEAD_START.toMillis());
  }
}

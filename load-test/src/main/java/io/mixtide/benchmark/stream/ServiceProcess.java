package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.Schedule;
import io.mixtide.process.ChildJvm;
import io.mixtide.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One service under test: its process, its events, and what it does with them. */
final class ServiceProcess implements AutoCloseable {
  private static final int HEAP_MIB = 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration HEAD_START = Duration.ofMillis(200);
  private static final long POLL_MS = 20;
  private static final double LEAD_OF_BACKLOG = 0.15;

  private final Candidate candidate;
  private final Path log;
  private final ChildJvm jvm;
  private final Settings settings;
  private final Topics topics;
  private final Map<String, Object> client;
  private final Events events;
  private final Producer<byte[], byte[]> producer;
  private final Progress progress;
  private @Nullable ProcessMeter meter;
  private final List<Breakdown.Window> windows = new ArrayList<>();
  private long sent;

  /**
   * Starts it.
   *
   * @param bytes the file of {@link RecordBytes}
   * @param jvmFlags of its process
   */
  ServiceProcess(Candidate candidate, StreamBed bed, Path bytes, List<String> jvmFlags) {
    this.candidate = candidate;
    StreamPlan plan = candidate.plan();
    ServiceKind kind = candidate.kind();
    Map<String, String> values = bed.settings(candidate.id(), plan.threads(), candidate.settings());
    settings = Settings.of(values);
    StreamBed.createTopics(settings, plan.partitions());
    topics = new Topics(settings.topicPrefix());
    Path file = bed.directory().resolve(candidate.id() + ".properties");
    write(values, file);
    log = bed.directory().resolve(candidate.id() + ".log");
    jvm =
        new ChildJvm(
            log,
            HEAP_MIB,
            jvmFlags,
            ServiceMain.class.getName(),
            List.of(
                kind.label(), file.toString(), bytes.toString(), String.valueOf(plan.queries())));
    jvm.start();
    client = settings.clientProperties();
    events = kind.events(plan, settings);
    Map<String, Object> sending = new HashMap<>(client);
    sending.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 18);
    // A topic so new that its broker does not lead it yet loses an idempotent producer's place.
    sending.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    producer = new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
    progress = new Progress(client, settings.applicationId(), topics.context());
  }

  private static void write(Map<String, String> settings, Path file) {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has it take events until they are committed, unmeasured; to be called once, first. */
  void warmUp(long count) throws InterruptedException {
    send(count);
    await(sent);
    // A process that has just started cannot be asked yet.
    meter = new ProcessMeter(jvm.pid());
  }

  /** Has it work off a backlog, and then take events half as fast. */
  Measurement measure() throws InterruptedException {
    Saturation saturation = saturate();
    double rate = saturation.eventsPerSecond() / 2;
    Latencies latencies = openLoop(rate, candidate.plan().time());
    return new Measurement(
        saturation, rate, latencies.ms(50), latencies.ms(99), latencies.ms(99.9));
  }

  /** Sends events while the process stands still, and has it take them. */
  Saturation saturate() throws InterruptedException {
    long backlog = candidate.plan().events();
    ProcessMeter meter = Objects.requireNonNull(this.meter, "it is warm");
    long lead = (long) (LEAD_OF_BACKLOG * backlog);
    long measured = sent + lead;
    jvm.pause();
    send(lead + backlog);
    jvm.resume();
    long first = await(measured);
    Instant from = Instant.now();
    long start = System.nanoTime();
    ProcessMeter.Usage before = meter.usage();
    long last = await(sent);
    long end = System.nanoTime();
    ProcessMeter.Usage after = meter.usage();
    double records = last - first;
    long cpu = after.cpuNanos() - before.cpuNanos();
    windows.add(new Breakdown.Window(from, Instant.now(), records, cpu));
    return new Saturation(
        records / (end - start) * 1e9,
        cpu / records / 1e3,
        (after.allocatedBytes() - before.allocatedBytes()) / records,
        meter.residentMib());
  }

  /** Its settings. */
  Settings settings() {
    return settings;
  }

  /** When it worked off the backlogs that were measured. */
  List<Breakdown.Window> windows() {
    return List.copyOf(windows);
  }

  private void send(long count) {
    for (long i = 0; i < count; i++) {
      Events.Event event = events.next();
      var _ = producer.send(new ProducerRecord<>(topics.context(), event.key(), event.value()));
    }
    producer.flush();
    sent += count;
  }

  /**
   * A quarter of the time is for warming up. Events are made, and garbage is collected, before the
   * first is due: both take cores that the service is to have, and a collection stops the broker.
   */
  private Latencies openLoop(double rate, Duration time) throws InterruptedException {
    long measured = (long) (rate * time.toMillis() / 1e3);
    long warm = measured / 4;
    List<Events.Event> due = Stream.generate(events::next).limit(warm + measured).toList();
    System.gc();
    Schedule schedule = new Schedule(System.nanoTime() + HEAD_START.toNanos(), rate, 0);
    Latencies latencies = new Latencies(topics.posteriors(), client, schedule, warm);
    try (latencies) {
      for (int i = 0; i < due.size(); i++) {
        Events.Event event = due.get(i);
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(topics.context(), event.key(), event.value());
        record.headers().add(Latencies.NUMBER, ByteBuffer.allocate(Long.BYTES).putLong(i).array());
        schedule.await(i);
        var _ = producer.send(record);
      }
      producer.flush();
      sent += due.size();
      await(sent);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (latencies.received() < due.size()) {
        requireHealthy(deadline);
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    }
    return latencies;
  }

  /** Waits until so many events are committed; returns how many are. */
  private long await(long count) throws InterruptedException {
    long deadline = 0;
    long before = -1;
    while (true) {
      long committed = progress.committed();
      if (committed >= count) {
        return committed;
      }
      if (committed > before) {
        before = committed;
        deadline = System.nanoTime() + PATIENCE.toNanos();
      }
      requireHealthy(deadline);
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  private void requireHealthy(long deadline) {
    if (jvm.deaths() > 0 || System.nanoTime() > deadline) {
      String said;
      try {
        List<String> lines = Files.readAllLines(log);
        said = String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
      } catch (IOException e) {
        said = e.toString();
      }
      throw new IllegalStateException(
          "service %s does not go on; it last said: %s".formatted(candidate.name(), said));
    }
  }

  /** Tells it to stop: what a profiler has to write is written. */
  @Override
  public void close() {
    if (meter != null) {
      meter.close();
    }
    progress.close();
    producer.close();
    try {
      jvm.stop(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    jvm.close();
  }
}

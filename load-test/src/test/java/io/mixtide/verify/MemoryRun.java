package io.mixtide.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.app.config.Settings;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.CloseReason;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.Vectors;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * A run of task "a" in memory, right until a test damages its topics: what a service writes that is
 * exact. Topics have one partition.
 */
final class MemoryRun {
  static final Release INPUT = ReleaseFile.read(TinyReleases.inputExperts(1));
  static final Release CONTEXT = ReleaseFile.read(TinyReleases.contextExperts(2));

  private static final Settings SETTINGS =
      Settings.of(
          Map.of(
              "schema.registry.url", "mock://memory-run", "label.budget", "2", "max.queries", "3"));
  static final Topics TOPICS = new Topics(SETTINGS.topicPrefix());
  private static final Serde<SpecificRecord> VALUES = SETTINGS.valueSerde();
  private static final String TASK = "a";

  /** One record; a test may replace its value. */
  record Written(byte[] key, byte @Nullable [] value) {}

  private final String engine;
  private final Map<String, List<Written>> topics = new HashMap<>();
  private final Map<Release, Replay> replays = new HashMap<>();
  private final List<Input.Event> context = new ArrayList<>();
  private final Set<AlertKind> raised = EnumSet.noneOf(AlertKind.class);
  private final List<AlertRule> rules = AlertRule.of(SETTINGS);
  private int labels;
  private Map<String, Long> begins = Map.of();
  private long due = Long.MAX_VALUE;

  MemoryRun() {
    this("vector");
  }

  /** A run on the engine of that name. */
  MemoryRun(String engine) {
    this.engine = engine;
  }

  /** The records of a topic, to be damaged. */
  List<Written> topic(String name) {
    return topics.computeIfAbsent(name, _ -> new ArrayList<>());
  }

  /** Writes a record that the service has nothing to do with yet. */
  void write(String topic, @Nullable SpecificRecord value) {
    topic(topic).add(written(value));
  }

  static Written written(@Nullable SpecificRecord value) {
    return new Written(TASK.getBytes(UTF_8), encode(value));
  }

  static byte @Nullable [] encode(@Nullable SpecificRecord value) {
    return value == null ? null : VALUES.serializer().serialize(value.getSchema().getName(), value);
  }

  /** The record at a place. */
  @SuppressWarnings("unchecked")
  <T extends SpecificRecord> T read(String topic, int index) {
    return (T) VALUES.deserializer().deserialize(topic, topic(topic).get(index).value());
  }

  /** Puts another record in the place of one. */
  void replace(String topic, int index, SpecificRecord value) {
    topic(topic).set(index, written(value));
  }

  /** An observation that comes now, with two queries. */
  static ContextEvent event(@Nullable String id, double x, double y) {
    return new ContextEvent(
        id,
        Instant.ofEpochMilli(5),
        Vectors.doubles(x),
        Vectors.doubles(y),
        List.of(
            new Query("first", Vectors.doubles(x / 2), Vectors.doubles(0.1, 0.9)),
            new Query(null, Vectors.doubles(0.5), Vectors.doubles())));
  }

  /** An observation arrives and is counted under a release, with all that comes of it. */
  void observe(Release release, ContextEvent event) {
    write(TOPICS.context(), event);
    count(release, event);
  }

  /** What comes of an observation that is counted. */
  void count(Release release, ContextEvent observed) {
    Input.Event event =
        new Input.Event(
            0,
            0,
            true,
            observed.getObservationId(),
            observed.getEventTime().toEpochMilli(),
            Vectors.toArray(observed.getX()),
            Vectors.toArray(observed.getY()),
            Ask.of(observed.getQueries()),
            Set.of(),
            null);
    Replay replay = replay(release);
    replay.advance(context, context.size());
    double score = replay.observe(event);
    context.add(event);
    long sequence = context.size();
    write(TOPICS.posteriors(), ExpectedRecords.posterior(replay, sequence, event, score));
    for (Ask ask : event.asks()) {
      write(TOPICS.predictions(), ExpectedRecords.prediction(replay, sequence, null, ask));
    }
    for (AlertRule rule : rules) {
      AlertRule.Crossing crossing = rule.crossing(raised.contains(rule.kind()), replay);
      if (crossing != null) {
        boolean withheld = crossing.asksForLabels() && ++labels > SETTINGS.labelBudget();
        write(
            TOPICS.ambiguity(), ExpectedRecords.alert(replay, sequence, event, crossing, withheld));
        if (crossing.state() == AlertState.RAISED) {
          raised.add(rule.kind());
        } else {
          raised.remove(rule.kind());
        }
      }
    }
  }

  private Replay replay(Release release) {
    return replays.computeIfAbsent(release, made -> new Replay(made, engine));
  }

  /** A request that is answered now. */
  void ask(Release release, @Nullable String id, double... xs) {
    PredictionRequest request =
        new PredictionRequest(
            id,
            Arrays.stream(xs)
                .mapToObj(x -> new Query(null, Vectors.doubles(x), Vectors.doubles()))
                .toList());
    write(TOPICS.requests(), request);
    Replay replay = replay(release);
    replay.advance(context, context.size());
    for (Ask ask : Ask.of(request.getQueries())) {
      write(TOPICS.predictions(), ExpectedRecords.prediction(replay, context.size(), id, ask));
    }
  }

  /** A record that arrives on the context's topic and is refused. */
  void refuse(DeadLetterReason reason, byte @Nullable [] value) {
    topic(TOPICS.context()).add(new Written(TASK.getBytes(UTF_8), value));
    letter(reason, topic(TOPICS.context()).size() - 1);
  }

  /** The dead letter of a record on the context's topic. */
  void letter(DeadLetterReason reason, int offset) {
    byte[] value = topic(TOPICS.context()).get(offset).value();
    write(
        TOPICS.deadLetters(),
        new DeadLetter(
            reason,
            "because",
            TOPICS.context(),
            0,
            (long) offset,
            Instant.ofEpochMilli(offset),
            ByteBuffer.wrap(TASK.getBytes(UTF_8)),
            value == null ? null : ByteBuffer.wrap(value),
            value == null ? 0L : value.length,
            false));
  }

  /** The log of all observations so far. */
  void log(Release release) {
    write(TOPICS.taskLog(), ExpectedRecords.log(release.version(), CloseReason.END, context));
  }

  /** Only records before an offset are due. */
  void dueBefore(long offset) {
    due = offset;
  }

  /** Retention takes away what is before an offset of a topic. */
  void cut(Map<String, Long> firstOffsets) {
    begins = firstOffsets;
  }

  Verification verify() {
    Map<TopicPartition, Long> from = new HashMap<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    Map<TopicPartition, Long> committed = new HashMap<>();
    Stream.concat(Horizon.inputs(TOPICS).stream(), Horizon.outputs(TOPICS).stream())
        .forEach(name -> {
          TopicPartition partition = new TopicPartition(name, 0);
          from.put(partition, begins.getOrDefault(name, 0L));
          ends.put(partition, (long) topic(name).size());
          committed.put(partition, due);
        });
    return new RunVerifier(
            SETTINGS,
            new Horizon(from, ends, committed),
            new Known(),
            new RecordDecoder(VALUES.deserializer()),
            this::scan,
            (topic, _, offset) -> read(topic, (int) offset))
        .verify(WorkDisplays.NONE);
  }

  private void scan(
      Collection<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    for (TopicPartition partition : partitions) {
      String name = partition.topic();
      for (long i = begins.getOrDefault(name, 0L); i < topic(name).size(); i++) {
        Written record = topic(name).get((int) i);
        sink.accept(
            new ConsumerRecord<>(
                name,
                0,
                i,
                i,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                new RecordHeaders(),
                Optional.empty()));
      }
    }
  }

  private record Known() implements KnownReleases {
    @Override
    public Optional<Release> find(String version) {
      return Stream.of(INPUT, CONTEXT)
          .filter(release -> release.version().equals(version))
          .findFirst();
    }

    @Override
    public List<String> activated() {
      return List.of(CONTEXT.version(), INPUT.version());
    }
  }
}

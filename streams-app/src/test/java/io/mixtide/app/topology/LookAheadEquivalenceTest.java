package io.mixtide.app.topology;

import static io.mixtide.schemas.Vectors.doubles;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.TestReleases;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Whatever comes, in whatever polls: outputs and state are those of record by record. */
class LookAheadEquivalenceTest {
  private static final Duration BETWEEN = Duration.ofMinutes(17);
  private static final List<Release> RELEASES =
      List.of(TestReleases.release(1), TestReleases.contextExperts(3, 1), TestReleases.release(2));

  private enum Kind {
    OBSERVATION,
    REQUEST,
    END,
    GARBAGE,
    BAD_LEVEL,
    BAD_KEY,
    RELEASE
  }

  /** What comes, to one of few tasks; an id of 0 is none. */
  private record Step(Kind kind, int task, int id, double x, double y) {}

  /** A topology that is given records, and polls them before or never. */
  private static final class Stream extends TopologyFixture {
    private final Map<String, Long> offsets = new HashMap<>();
    private Instant time = Instant.EPOCH;

    Stream(Path directory) {
      closing = new ClosePolicy(Duration.ofHours(1), 6);
      labels = new LabelPolicy(1, Duration.ofHours(2));
      shadow.set(Optional.of(new Shadow(RELEASES.get(2), 0.5)));
      inForce.set(RELEASES.getFirst());
      start(directory);
      // Schemas have the numbers of their coming, which must not be that of the outputs.
      for (SpecificRecord first :
          List.of(event(null, 0, 0), new PredictionRequest(null, List.of()))) {
        values.serializer().serialize(first.getSchema().getName(), first);
      }
    }

    /** Takes what one poll gave. */
    void take(List<Step> steps, boolean ahead) {
      List<Optional<ConsumerRecord<byte[], byte[]>>> records =
          steps.stream().map(this::record).toList();
      if (ahead) {
        polled.add(
            new ConsumerRecords<>(
                records.stream()
                    .flatMap(Optional::stream)
                    .collect(
                        Collectors.groupingBy(
                            record -> new TopicPartition(record.topic(), record.partition()))),
                Map.of()));
      }
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i).kind() == Kind.RELEASE) {
          inForce.set(RELEASES.get(steps.get(i).task() % RELEASES.size()));
        }
        records.get(i).ifPresent(this::pipe);
      }
    }

    private void pipe(ConsumerRecord<byte[], byte[]> record) {
      (record.topic().equals(TOPICS.context()) ? context : requests)
          .pipeInput(
              new TestRecord<>(record.key(), record.value(), record.headers(), record.timestamp()));
    }

    private Optional<ConsumerRecord<byte[], byte[]>> record(Step step) {
      time = time.plus(BETWEEN);
      byte[] task = ("task-" + step.task()).getBytes(UTF_8);
      Query query = query("q", step.x(), 0.1, 0.9);
      @Nullable String id = step.id() == 0 ? null : "id-" + step.id();
      return switch (step.kind()) {
        case OBSERVATION ->
            record(
                TOPICS.context(),
                task,
                new ContextEvent(
                    id,
                    time,
                    doubles(step.x()),
                    doubles(step.y()),
                    step.id() % 2 == 0 ? List.of() : List.of(query, query(null, 0.5))));
        case REQUEST ->
            record(TOPICS.requests(), task, new PredictionRequest(id, List.of(query, query)));
        case END -> record(TOPICS.context(), task, (byte[]) null);
        case GARBAGE ->
            record(
                step.id() % 2 == 0 ? TOPICS.context() : TOPICS.requests(),
                task,
                new byte[] {0, 0, 1});
        case BAD_LEVEL ->
            record(
                TOPICS.requests(),
                task,
                new PredictionRequest(id, List.of(query("q", step.x(), 1.5))));
        case BAD_KEY -> record(TOPICS.context(), new byte[] {(byte) 0xff}, (byte[]) null);
        case RELEASE -> Optional.empty();
      };
    }

    private Optional<ConsumerRecord<byte[], byte[]>> record(
        String topic, byte[] key, SpecificRecord value) {
      return record(topic, key, values.serializer().serialize(value.getSchema().getName(), value));
    }

    private Optional<ConsumerRecord<byte[], byte[]>> record(
        String topic, byte[] key, byte @Nullable [] value) {
      RecordHeaders headers = new RecordHeaders();
      headers.add("from", key).add("none", null);
      return Optional.of(
          new ConsumerRecord<>(
              topic,
              0,
              offsets.merge(topic, 1L, Long::sum) - 1,
              time.toEpochMilli(),
              TimestampType.CREATE_TIME,
              key.length,
              value == null ? -1 : value.length,
              key,
              value,
              headers,
              Optional.empty()));
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(20, Kind.OBSERVATION),
            Tuple.of(5, Kind.REQUEST),
            Tuple.of(1, Kind.END),
            Tuple.of(1, Kind.GARBAGE),
            Tuple.of(1, Kind.BAD_LEVEL),
            Tuple.of(1, Kind.BAD_KEY),
            Tuple.of(1, Kind.RELEASE));
    Arbitrary<Double> numbers =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.doubles().between(-3, 3)),
            Tuple.of(1, Arbitraries.of(1e5, -1e300, Double.NaN)));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(0, 12),
            numbers,
            numbers)
        .as(Step::new)
        .list()
        .ofMinSize(40)
        .ofMaxSize(80);
  }

  @Property(tries = 4)
  void shouldGiveWhatRecordByRecordGives(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 2, max = 20) int records,
      @ForAll @IntRange(min = 2, max = 40) int poll)
      throws IOException {
    Path directory = Files.createTempDirectory("mixtide-ahead");
    Stream single = new Stream(directory.resolve("single"));
    Stream ahead = new Stream(directory.resolve("ahead"));
    ahead.batchRecords = records;
    ahead.restart();
    try {
      for (int from = 0; from < steps.size(); from += poll) {
        List<Step> polled = steps.subList(from, Math.min(from + poll, steps.size()));
        single.take(polled, false);
        ahead.take(polled, true);
      }
      shouldHaveGiven(ahead, single);
      for (String store : ahead.driver.getAllStateStores().keySet()) {
        assertThat(stored(ahead, store)).as(store).isEqualTo(stored(single, store));
      }
    } finally {
      single.stop();
      ahead.stop();
      DirectoryTree.delete(directory);
    }
  }

  private static void shouldHaveGiven(Stream ahead, Stream single) {
    assertThat(ahead.posteriors()).isEqualTo(single.posteriors());
    assertThat(ahead.predictions()).isEqualTo(single.predictions());
    assertThat(ahead.alerts()).isEqualTo(single.alerts());
    assertThat(ahead.logs()).isEqualTo(single.logs());
    assertThat(ahead.drifts()).isEqualTo(single.drifts());
    assertThat(ahead.shadowScores()).isEqualTo(single.shadowScores());
    assertThat(ahead.deadLetters()).isEqualTo(single.deadLetters());
  }

  private static List<String> stored(Stream stream, String store) {
    return stream.contents(store).stream()
        .map(entry -> entry.key + " " + HexFormat.of().formatHex((byte[]) entry.value))
        .toList();
  }
}

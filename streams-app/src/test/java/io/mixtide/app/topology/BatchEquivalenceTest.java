package io.mixtide.app.topology;

import static io.mixtide.schemas.Vectors.doubles;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.TestReleases;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Whatever comes, in whatever batches: outputs and state are those of record by record. */
class BatchEquivalenceTest {
  private static final Duration WAIT = Duration.ofMillis(20);
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
    RELEASE,
    PAUSE
  }

  /** What comes, to one of few tasks; an id of 0 is none. */
  private record Step(Kind kind, int task, int id, double x, double y) {}

  /** A topology whose records are sent by steps. */
  private static final class Stream extends TopologyFixture {
    private Instant time = Instant.EPOCH;

    Stream(Path directory, BatchPolicy policy) {
      batches = policy;
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

    void take(Step step) {
      time = time.plus(BETWEEN);
      String task = "task-" + step.task();
      Query query = query("q", step.x(), 0.1, 0.9);
      @Nullable String id = step.id() == 0 ? null : "id-" + step.id();
      switch (step.kind()) {
        case OBSERVATION ->
            send(
                context,
                task.getBytes(UTF_8),
                new ContextEvent(
                    id,
                    time,
                    doubles(step.x()),
                    doubles(step.y()),
                    step.id() % 2 == 0 ? List.of() : List.of(query, query(null, 0.5))));
        case REQUEST ->
            send(requests, task.getBytes(UTF_8), new PredictionRequest(id, List.of(query, query)));
        case END -> send(context, task.getBytes(UTF_8), (byte[]) null);
        case GARBAGE ->
            send(
                step.id() % 2 == 0 ? context : requests,
                task.getBytes(UTF_8),
                new byte[] {0, 0, 1});
        case BAD_LEVEL ->
            send(
                requests,
                task.getBytes(UTF_8),
                new PredictionRequest(id, List.of(query("q", step.x(), 1.5))));
        case BAD_KEY -> send(context, new byte[] {(byte) 0xff}, (byte[]) null);
        case RELEASE -> {
          pause();
          inForce.set(RELEASES.get(step.task() % RELEASES.size()));
        }
        case PAUSE -> pause();
      }
    }

    void pause() {
      driver.advanceWallClockTime(WAIT);
    }

    private void send(TestInputTopic<byte[], byte[]> topic, byte[] key, SpecificRecord value) {
      send(topic, key, values.serializer().serialize(value.getSchema().getName(), value));
    }

    private void send(TestInputTopic<byte[], byte[]> topic, byte[] key, byte @Nullable [] value) {
      RecordHeaders headers = new RecordHeaders();
      headers.add("from", key).add("none", null);
      topic.pipeInput(new TestRecord<>(key, value, headers, time));
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
            Tuple.of(1, Kind.RELEASE),
            Tuple.of(2, Kind.PAUSE));
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
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 2, max = 20) int records)
      throws IOException {
    Path directory = Files.createTempDirectory("mixtide-batches");
    Stream single = new Stream(directory.resolve("single"), BatchPolicy.NONE);
    Stream batched = new Stream(directory.resolve("batched"), new BatchPolicy(records, WAIT));
    try {
      for (Step step : steps) {
        single.take(step);
        batched.take(step);
      }
      batched.pause();
      shouldHaveGiven(batched, single);
      for (String store :
          List.of(
              AdaptationTopology.TASKS,
              AdaptationTopology.OBSERVATIONS,
              AdaptationTopology.TIMERS)) {
        assertThat(stored(batched, store)).as(store).isEqualTo(stored(single, store));
      }
    } finally {
      single.stop();
      batched.stop();
      DirectoryTree.delete(directory);
    }
  }

  private static void shouldHaveGiven(Stream batched, Stream single) {
    assertThat(batched.posteriors()).isEqualTo(single.posteriors());
    assertThat(batched.predictions()).isEqualTo(single.predictions());
    assertThat(batched.alerts()).isEqualTo(single.alerts());
    assertThat(batched.logs()).isEqualTo(single.logs());
    assertThat(batched.drifts()).isEqualTo(single.drifts());
    assertThat(batched.shadowScores()).isEqualTo(single.shadowScores());
    // Keys that cannot be read do not wait.
    assertThat(letters(batched)).isEqualTo(letters(single));
  }

  private static List<String> stored(Stream stream, String store) {
    return stream.contents(store).stream()
        .map(entry -> entry.key + " " + HexFormat.of().formatHex((byte[]) entry.value))
        .toList();
  }

  private static List<DeadLetter> letters(Stream stream) {
    return stream.deadLetters().stream()
        .map(letter -> letter.value)
        .sorted(
            Comparator.comparing(DeadLetter::getSourceTopic)
                .thenComparing(DeadLetter::getSourceOffset))
        .toList();
  }
}

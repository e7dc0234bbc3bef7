package io.mixtide.app.topology;

import static io.mixtide.schemas.Vectors.doubles;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mixtide.app.TestReleases;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.testing.Mutations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands between good records, they are answered as if it did not. */
class BadRecordsFuzzTest extends TopologyFixture {
  private static final Release RELEASE = TestReleases.release(1);
  private static final int RECORDS = 800;
  private static final String GOOD = "good-";
  private static final double[] EXTREMES = {
    0,
    -0.0,
    1,
    -3,
    Double.MIN_VALUE,
    1e5,
    -1e6,
    1e300,
    Double.MAX_VALUE,
    Double.NaN,
    Double.NEGATIVE_INFINITY
  };
  private static final double[] LEVELS = {
    0.5, Double.MIN_VALUE, Math.nextDown(1.0), 1e-300, 0, 1, Double.NaN
  };
  private static final long[] TIMES = {
    0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 1L << 42
  };

  /** What was sent that need not be good. */
  private record Noise(boolean toContext, byte @Nullable [] value) {}

  BadRecordsFuzzTest() {
    // Times of records that happen to be good would close the tasks of others.
    closing = new ClosePolicy(Duration.ZERO, 10_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldAnswerGoodRecordsToTheBitAsIfNoBadOnesWereThere(long seed, @TempDir Path other) {
    inForce.set(RELEASE);
    TopologyFixture alone = new TopologyFixture() {};
    alone.closing = closing;
    alone.start(other);
    alone.inForce.set(RELEASE);
    Random random = new Random(seed);
    Map<Long, Noise> inContext = new HashMap<>();
    Map<Long, Noise> inRequests = new HashMap<>();
    long contexts = 0;
    long queries = 0;
    for (int i = 0; i < RECORDS; i++) {
      boolean toContext = random.nextInt(3) > 0;
      if (random.nextBoolean()) {
        String key = GOOD + random.nextInt(5);
        SpecificRecord value = good(toContext, i, random);
        send(toContext ? context : requests, key, value);
        alone.send(toContext ? alone.context : alone.requests, key, value);
      } else {
        byte[] value = noise(random);
        (toContext ? inContext : inRequests)
            .put(toContext ? contexts : queries, new Noise(toContext, value));
        (toContext ? context : requests)
            .pipeInput(new TestRecord<>(key(random), value, headers(random), Instant.EPOCH));
      }
      contexts += toContext ? 1 : 0;
      queries += toContext ? 0 : 1;
    }

    assertThat(ofGood(posteriors())).isNotEmpty().isEqualTo(alone.posteriors());
    assertThat(ofGood(predictions())).isNotEmpty().isEqualTo(alone.predictions());
    assertThat(ofGood(alerts())).isEqualTo(alone.alerts());
    assertThat(alone.deadLetters()).isEmpty();
    alone.stop();
    List<DeadLetter> letters = deadLetters().stream().map(letter -> letter.value).toList();
    shouldAccountFor(inContext, letters, TOPICS.context());
    shouldAccountFor(inRequests, letters, TOPICS.requests());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void shouldSurviveGoodAndBadRecordsOfAllTimes(long seed) {
    closing = new ClosePolicy(Duration.ofHours(1), 20);
    restart();
    inForce.set(RELEASE);
    Random random = new Random(seed);
    for (int i = 0; i < RECORDS; i++) {
      long time = TIMES[random.nextInt(TIMES.length)] >>> 1 >>> random.nextInt(20);
      context.pipeInput(
          new TestRecord<>(
              ("task-" + random.nextInt(5)).getBytes(UTF_8),
              random.nextInt(50) == 0 ? null : encode(extreme(random)),
              new RecordHeaders(),
              Instant.ofEpochMilli(time)));
      if (i % 100 == 0) {
        inForce.set(TestReleases.release(1 + i / 100 % 2));
      }
    }
    assertThat(posteriors()).isNotEmpty();
    assertThat(logs()).isNotEmpty();
  }

  private static SpecificRecord good(boolean toContext, int i, Random random) {
    Query query = query("q" + i, random.nextGaussian(), 0.1);
    return toContext
        ? event("o" + i, random.nextGaussian(), random.nextGaussian(), query)
        : new PredictionRequest("r" + i, List.of(query));
  }

  private byte @Nullable [] noise(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        yield bytes;
      }
      case 2 -> encode(extreme(random));
      default ->
          Mutations.mutate(
              List.of(
                  encode(extreme(random)),
                  encode(good(true, 0, random)),
                  encode(good(false, 0, random))),
              random);
    };
  }

  private static ContextEvent extreme(Random random) {
    List<Query> queries = new ArrayList<>();
    for (int i = random.nextInt(MAX_QUERIES + 2); i > 0; i--) {
      queries.add(query(null, pick(EXTREMES, random), pick(LEVELS, random)));
    }
    return new ContextEvent(
        random.nextBoolean() ? null : "id" + random.nextInt(3),
        Instant.ofEpochMilli(TIMES[random.nextInt(TIMES.length)]),
        doubles(pick(EXTREMES, random)),
        doubles(pick(EXTREMES, random)),
        random.nextBoolean() ? List.of() : queries);
  }

  private static byte @Nullable [] key(Random random) {
    byte[] key = new byte[random.nextInt(20) == 0 ? 2000 : random.nextInt(12)];
    random.nextBytes(key);
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> key;
      default -> ("task-" + random.nextInt(4)).getBytes(UTF_8);
    };
  }

  private static Headers headers(Random random) {
    RecordHeaders headers = new RecordHeaders();
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] value = new byte[random.nextInt(10) == 0 ? 9000 : random.nextInt(20)];
      random.nextBytes(value);
      headers.add(random.nextBoolean() ? "" : "h\0" + i, random.nextBoolean() ? value : null);
    }
    return headers;
  }

  /** Each is a good record after all, or has one letter that says where it stands. */
  private void shouldAccountFor(Map<Long, Noise> noise, List<DeadLetter> letters, String topic) {
    Map<Long, DeadLetter> byOffset = new HashMap<>();
    for (DeadLetter letter : letters) {
      if (letter.getSourceTopic().equals(topic)) {
        assertThat(byOffset.put(letter.getSourceOffset(), letter)).isNull();
      }
    }
    assertThat(byOffset).isNotEmpty();
    assertThat(noise.keySet()).containsAll(byOffset.keySet());
    noise.forEach((offset, sent) -> {
      DeadLetter letter = byOffset.get(offset);
      if (letter != null) {
        assertThat(letter.getValueSize()).isEqualTo(sent.value() == null ? 0 : sent.value().length);
      } else if (sent.value() == null) {
        assertThat(sent.toContext()).isTrue();
      } else {
        assertThatCode(() -> values.deserializer().deserialize(topic, sent.value()))
            .doesNotThrowAnyException();
      }
    });
  }

  private static <T> List<KeyValue<String, T>> ofGood(List<KeyValue<String, T>> outputs) {
    return outputs.stream().filter(output -> output.key.startsWith(GOOD)).toList();
  }

  private byte[] encode(SpecificRecord record) {
    return values.serializer().serialize(record.getSchema().getName(), record);
  }

  private static double pick(double[] values, Random random) {
    return values[random.nextInt(values.length)];
  }
}

package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.TestReleases;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.engine.EngineProvider;
import io.mixtide.model.engine.InferenceBatch;
import io.mixtide.model.engine.InferenceEngine;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which records are inferred together. */
class LookAheadTopologyTest extends TopologyFixture {
  private static final Release RELEASE = TestReleases.release(1);

  /** Arrivals and queries of every batch that the engine has inferred. */
  private final List<String> batches = new ArrayList<>();

  private final List<ConsumerRecord<byte[], byte[]>> sent = new ArrayList<>();
  private int taken;

  /** The value for which the registry is away. */
  private byte @Nullable [] unreadable;

  LookAheadTopologyTest() {
    batchRecords = 4;
    engine = new EngineChoice(Kernels.of("vector"), new Recorder(), "recorded");
    // An alert that asks for labels would have the engine look at many x's.
    labels = new LabelPolicy(0, Duration.ofHours(1));
    inForce.set(RELEASE);
  }

  @Override
  Serde<SpecificRecord> serde() {
    return Serdes.serdeFrom(
        values.serializer(),
        (topic, data) -> {
          if (Arrays.equals(data, unreadable)) {
            throw new RegistryUnavailableException("away", null);
          }
          return values.deserializer().deserialize(topic, data);
        });
  }

  /** The processor, with a look at what it is asked. */
  private final class Recorder implements EngineProvider {
    @Override
    public String name() {
      return "recorded";
    }

    @Override
    public String description() {
      return "recorded";
    }

    @Override
    public InferenceEngine open(Network network, Standardisation standardisation) {
      InferenceEngine vector =
          EngineChoice.of("vector").open(network, standardisation, message -> {});
      return new InferenceEngine() {
        @Override
        public String name() {
          return "recorded";
        }

        @Override
        public String description() {
          return "recorded";
        }

        @Override
        public double[] infer(InferenceBatch batch) {
          batches.add(batch.tasks().size() + "+" + batch.asked().size());
          return vector.infer(batch);
        }

        @Override
        public void close() {
          vector.close();
        }
      };
    }
  }

  private void sendEvent(String task, double x) {
    send(TOPICS.context(), task, event(null, x, x, query(null, 0.5)));
  }

  private void sendRequest(String task) {
    send(TOPICS.requests(), task, new PredictionRequest(null, List.of(query(null, 0.5))));
  }

  private void send(String topic, String task, SpecificRecord value) {
    send(topic, task, values.serializer().serialize(value.getSchema().getName(), value));
  }

  private void send(String topic, String task, byte @Nullable [] value) {
    long offset = sent.stream().filter(record -> record.topic().equals(topic)).count();
    sent.add(new ConsumerRecord<>(topic, 0, offset, task.getBytes(UTF_8), value));
  }

  /** Polls what was sent, from the record with this number on. */
  private void poll(int from) {
    polled.add(
        new ConsumerRecords<>(
            sent.subList(from, sent.size()).stream()
                .collect(
                    Collectors.groupingBy(
                        record -> new TopicPartition(record.topic(), record.partition()))),
            Map.of()));
  }

  private void take(int records) {
    for (ConsumerRecord<byte[], byte[]> record : sent.subList(taken, taken + records)) {
      (record.topic().equals(TOPICS.context()) ? context : requests)
          .pipeInput(new TestRecord<>(record.key(), record.value()));
    }
    taken += records;
  }

  @Test
  void shouldInferTogetherAsManyAsArePolledAndAllowed() {
    for (int i = 0; i < 6; i++) {
      sendEvent("task-" + i, i);
    }
    poll(0);
    take(1);
    assertThat(batches).containsExactly("4+4");
    take(5);
    assertThat(batches).containsExactly("4+4", "2+2");
    assertThat(posteriors()).hasSize(6);
    assertThat(predictions())
        .extracting(prediction -> prediction.value.getContextSize())
        .containsOnly(1);
  }

  @Test
  void shouldInferAloneWhatWasNotPolled() {
    sendEvent("a", 0);
    sendEvent("b", 0);
    take(2);
    assertThat(batches).containsExactly("1+0", "0+1", "1+0", "0+1");
  }

  @Test
  void shouldNotInferTheSecondObservationOfATaskBeforeTheFirstWasTaken() {
    sendEvent("a", 0);
    sendEvent("b", 0);
    sendEvent("a", 1);
    sendEvent("b", 1);
    poll(0);
    take(4);
    assertThat(batches).containsExactly("2+2", "2+2");
    assertThat(posteriors())
        .extracting(posterior -> posterior.value.getContextSize())
        .containsExactly(1, 1, 2, 2);
  }

  @Test
  void shouldInferRequestsTogetherWhateverComesInBetween() {
    sendRequest("a");
    sendEvent("b", 0);
    sendRequest("b");
    sendRequest("a");
    poll(0);
    take(4);
    // The second request is about a task that has changed since it was looked at.
    assertThat(batches).containsExactly("0+3", "1+0", "0+1", "0+1");
    assertThat(predictions())
        .extracting(prediction -> prediction.value.getContextSize())
        .containsExactly(0, 1, 1, 0);
  }

  @Test
  void shouldInferAnewUnderANewRelease() {
    Release next = TestReleases.release(2);
    for (int i = 0; i < 3; i++) {
      sendEvent("task-" + i, i);
    }
    poll(0);
    take(1);
    inForce.set(next);
    take(2);
    assertThat(batches).containsExactly("3+3", "2+2");
    assertThat(posteriors())
        .extracting(posterior -> posterior.value.getRelease())
        .containsExactly(RELEASE.version(), next.version(), next.version());
  }

  @Test
  void shouldTakeRecordsThatArePolledAgain() {
    for (int i = 0; i < 3; i++) {
      sendEvent("task-" + i, i);
    }
    poll(0);
    poll(0);
    sendEvent("task-3", 3);
    poll(3);
    take(4);
    assertThat(batches).containsExactly("3+3", "1+0", "0+1");
    assertThat(posteriors()).hasSize(4);
  }

  @Test
  void shouldNotFailBeforeTheTurnOfARecordForWhichTheRegistryIsAway() {
    for (int i = 0; i < 3; i++) {
      sendEvent("task-" + i, i);
    }
    poll(0);
    unreadable = sent.get(1).value();
    take(1);
    assertThat(posteriors()).hasSize(1);
    unreadable = null;
    take(2);
    assertThat(posteriors()).hasSize(2);
    assertThat(batches).containsExactly("1+1", "2+2");
  }

  @Test
  void shouldLeaveTheUsersInterceptorsInPlace() {
    Properties streams = new Properties();
    streams.put("consumer.interceptor.classes", "theirs.First,theirs.Second");
    AdaptationTopology.configure(streams, options());
    assertThat(streams.getProperty("main.consumer.interceptor.classes"))
        .isEqualTo("theirs.First,theirs.Second,io.mixtide.app.topology.PolledRecords$Interceptor");
  }
}

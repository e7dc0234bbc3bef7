package io.mixtide.app.service;

import static io.mixtide.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.app.stack.Stack;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.CloseReason;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.registry.RegistryAccess;
import io.mixtide.schemas.registry.SchemaRegistries;
import io.mixtide.schemas.registry.SchemaRegistry;
import io.mixtide.schemas.serde.WireFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Clients of other versions, on a registry that holds them to compatibility. */
class EvolutionTest {
  private static Stack stack;

  @TempDir private Path state;
  private SchemaRegistry registry;
  private WireFormat format;
  private TestService service;

  @BeforeAll
  static void startStack() {
    stack = Stack.shared();
  }

  @BeforeEach
  void connect(TestInfo test) {
    registry = SchemaRegistries.at(List.of(stack.registryUrl()), RegistryAccess.OPEN);
    format = WireFormat.generic(registry);
    service =
        new TestService(
            stack.bootstrapServers(),
            test.getTestMethod().orElseThrow().getName(),
            stack.registryUrl(),
            state);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldTakeEventsOfOlderAndNewerProducers() {
    Schema present = ContextEvent.getClassSchema();
    Schema older =
        changed(
            present,
            fields -> fields.stream().filter(field -> !field.name().equals("queries")).toList());
    Schema newer = changed(present, fields -> and(fields, source()));
    byte[] fromOlder = event(older, 0).build(service.topics().context());
    Release release = service.activate(TestReleases.file(1));
    service.startAndWait();

    service.send(service.topics().context(), "a", fromOlder);
    service.observe("a", 1, 1);
    service.send(
        service.topics().context(),
        "a",
        event(newer, 2)
            .set("source", new GenericData.EnumSymbol(enumOf(newer, "source"), "SENSOR"))
            .build(service.topics().context()));

    List<Posterior> posteriors = service.outputs().posteriors("a", 3);
    ReferenceTask reference = new ReferenceTask(release);
    for (int i = 0; i < 3; i++) {
      reference.shouldGive(posteriors.get(i), i, i);
    }
    assertThat(service.outputs().deadLetters()).isEmpty();
  }

  @Test
  void shouldBeReadByOlderConsumers() throws Exception {
    service.activate(TestReleases.file(1));
    service.startAndWait();
    service.observe("a", 0.5, 1);
    Posterior posterior = service.outputs().posteriors("a", 1).getFirst();
    Schema older =
        changed(
            Posterior.getClassSchema(),
            fields -> fields.stream().filter(f -> !f.name().equals("outsideWindow")).toList());

    GenericRecord read = readAs(older, only(service.topics().posteriors()));

    assertThat(read.hasField("outsideWindow")).isFalse();
    assertThat(read.get("release")).hasToString(posterior.getRelease());
    assertThat(read.get("sequence")).isEqualTo(1L);
    assertThat(read.get("alpha")).isEqualTo(posterior.getAlpha());
    assertThat(read.get("logScore")).isEqualTo(posterior.getLogScore());
  }

  @Test
  void shouldReadALogWhoseReasonIsNew() {
    String topic = service.topics().taskLog();
    Schema newer =
        new Schema.Parser()
            .parse(
                TaskLog.getClassSchema()
                    .toString()
                    .replace(
                        "[\"IDLE\",\"END\",\"SIZE\"]", "[\"IDLE\",\"END\",\"SIZE\",\"MOVED\"]"));
    service.encode(topic, new TaskLog("r", CloseReason.SIZE, List.of()));
    byte[] log =
        new Event(newer)
            .set("release", "r")
            .set("reason", new GenericData.EnumSymbol(enumOf(newer, "reason"), "MOVED"))
            .set("observations", List.of())
            .build(topic);

    assertThat(
            service.settings().<SpecificRecord>valueSerde().deserializer().deserialize(topic, log))
        .isEqualTo(new TaskLog("r", CloseReason.END, List.of()));
  }

  private Event event(Schema schema, double value) {
    return new Event(schema).set("eventTime", 0L).set("x", List.of(value)).set("y", List.of(value));
  }

  /** A record of any schema, registered and encoded as a client of that version does. */
  private final class Event {
    private final Schema schema;
    private final GenericRecordBuilder builder;

    Event(Schema schema) {
      this.schema = schema;
      builder = new GenericRecordBuilder(schema);
    }

    Event set(String field, Object value) {
      builder.set(field, value);
      return this;
    }

    byte[] build(String topic) {
      return format.encode(registry.register(topic + "-value", schema), schema, builder.build());
    }
  }

  /** An optional field of a type that this version does not know. */
  private static Schema.Field source() {
    Schema type =
        Schema.createUnion(
            Schema.create(Schema.Type.NULL),
            Schema.createEnum(
                "Source", "", "io.mixtide.schemas", List.of("UNKNOWN", "SENSOR"), "UNKNOWN"));
    return new Schema.Field("source", type, "", Schema.Field.NULL_DEFAULT_VALUE);
  }

  private static Schema enumOf(Schema record, String field) {
    Schema type = record.getField(field).schema();
    return type.isUnion() ? type.getTypes().getLast() : type;
  }

  private static List<Schema.Field> and(List<Schema.Field> fields, Schema.Field more) {
    List<Schema.Field> all = new ArrayList<>(fields);
    all.add(more);
    return all;
  }

  private static Schema changed(Schema record, UnaryOperator<List<Schema.Field>> change) {
    List<Schema.Field> fields =
        record.getFields().stream().map(field -> new Schema.Field(field, field.schema())).toList();
    return Schema.createRecord(
        record.getName(), record.getDoc(), record.getNamespace(), false, change.apply(fields));
  }

  private GenericRecord readAs(Schema reader, byte[] value) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(value, 1, value.length - 1);
    Schema writer = registry.byId(bytes.getInt());
    return new GenericDatumReader<GenericRecord>(writer, reader)
        .read(
            null,
            DecoderFactory.get().binaryDecoder(value, bytes.position(), bytes.remaining(), null));
  }

  /** The one value on a topic, as it lies there. */
  private byte[] only(String topic) {
    Map<String, Object> properties = new HashMap<>(service.settings().clientProperties());
    properties.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await()
          .until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            return !records.isEmpty();
          });
    }
    assertThat(new String(records.getFirst().key(), UTF_8)).isEqualTo("a");
    assertThat(records).hasSize(1);
    return records.getFirst().value();
  }
}

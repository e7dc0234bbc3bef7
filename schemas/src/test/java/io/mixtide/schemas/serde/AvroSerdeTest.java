package io.mixtide.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Contracts;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import io.mixtide.schemas.registry.UnknownSchemaException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {

  private static final Map<String, String> SETTINGS =
      Map.of(SerdeConfig.SCHEMA_REGISTRY_URL, "mock://AvroSerdeTest");
  private static final Query QUERY = new Query("a", Vectors.doubles(1), Vectors.doubles(0.5, 0.9));

  @Property(tries = 500, seed = "7")
  void shouldReadBackAnyRecord(@ForAll("records") SpecificRecord record) {
    AvroSerde<SpecificRecord> serde = configured(new AvroSerde<>());

    String topic = record.getSchema().getName();

    byte[] bytes = serde.serializer().serialize(topic, record);

    assertThat(serde.deserializer().deserialize(topic, bytes)).isEqualTo(record);
  }

  @Provide
  Arbitrary<SpecificRecord> records() {
    return Contracts.records();
  }

  @Test
  void shouldWriteARecordAsTheFormatsSay() {
    var registry = InMemorySchemaRegistry.named("golden");
    registry.register("first", Schema.create(Schema.Type.STRING));
    AvroSerde<Query> serde = new AvroSerde<>();
    serde.configure(Map.of(SerdeConfig.SCHEMA_REGISTRY_URL, "mock://golden"), false);

    assertThat(serde.serializer().serialize("topic", QUERY))
        .asHexString()
        .isEqualTo(
            "00"
                + "00000002" // magic byte, schema id
                + "02"
                + "02"
                + "61" // id: branch 1, one byte, "a"
                + "02"
                + "000000000000F03F"
                + "00" // x: one item, 1.0, end
                + "04"
                + "000000000000E03F"
                + "CDCCCCCCCCCCEC3F"
                + "00"); // 0.5, 0.9
  }

  @Test
  void shouldPassNullThrough() {
    AvroSerde<Query> serde = configured(new AvroSerde<>(Query.class));

    assertThat(serde.serializer().serialize("topic", null)).isNull();
    assertThat(serde.deserializer().deserialize("topic", null)).isNull();
  }

  @Test
  void shouldRegisterUnderTheTopicsSubject() {
    var registry = InMemorySchemaRegistry.named("AvroSerdeTest");
    AvroSerde<Query> values = configured(new AvroSerde<>());
    AvroSerde<Query> keys = new AvroSerde<>();
    keys.configure(SETTINGS, true);

    values.serializer().serialize("for-values", QUERY);
    keys.serializer().serialize("for-keys", QUERY);

    Schema schema = Query.getClassSchema();
    int id = registry.idOf("for-values-value", schema);
    assertThat(registry.idOf("for-keys-key", schema)).isEqualTo(id);
    assertThatThrownBy(() -> registry.idOf("for-keys-value", schema))
        .isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void shouldNotRegisterWhereItMayNot() {
    AvroSerde<Query> serde = new AvroSerde<>();
    serde.configure(
        Map.of(
            SerdeConfig.SCHEMA_REGISTRY_URL, "mock://closed",
            SerdeConfig.AUTO_REGISTER_SCHEMAS, "false"),
        false);

    assertThatThrownBy(() -> serde.serializer().serialize("topic", QUERY))
        .isInstanceOf(UnknownSchemaException.class);

    InMemorySchemaRegistry.named("closed").register("topic-value", Query.getClassSchema());
    assertThat(serde.serializer().serialize("topic", QUERY)).isNotEmpty();
  }

  @Test
  void shouldTakeRecordsOfItsClassOnly() {
    AvroSerde<SpecificRecord> any = configured(new AvroSerde<>());
    byte[] query = any.serializer().serialize("queries", QUERY);
    AvroSerde<PredictionRequest> one = configured(new AvroSerde<>(PredictionRequest.class));
    AvroSerde<SpecificRecord> set = new AvroSerde<>();
    set.configure(
        Map.of(
            SerdeConfig.SCHEMA_REGISTRY_URL,
            "mock://AvroSerdeTest",
            SerdeConfig.SPECIFIC_AVRO_VALUE_TYPE,
            PredictionRequest.class.getName()),
        false);

    for (var serde : List.of(one, set)) {
      assertThatThrownBy(() -> serde.deserializer().deserialize("queries", query))
          .isInstanceOf(UnknownSchemaException.class)
          .hasMessageMatching(
              "Schema \\d+ is io.mixtide.schemas.Query"
                  + " where io.mixtide.schemas.PredictionRequest belongs\\.");
    }
  }

  @Test
  void shouldNotWriteARecordWithoutItsFields() {
    AvroSerde<PredictionRequest> serde = configured(new AvroSerde<>());
    PredictionRequest empty = new PredictionRequest();

    assertThatThrownBy(() -> serde.serializer().serialize("requests", empty))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("io.mixtide.schemas.PredictionRequest cannot be written")
        .hasMessageContaining("queries");

    var sound = new PredictionRequest("r", List.of(QUERY));
    assertThat(
            serde
                .deserializer()
                .deserialize("requests", serde.serializer().serialize("requests", sound)))
        .isEqualTo(sound);
  }

  @Test
  void shouldReadAndWriteNumbersUnboxed() {
    AvroSerde<ContextEvent> serde = configured(new AvroSerde<>(ContextEvent.class));
    ContextEvent event = event(4_000);
    byte[] bytes = serde.serializer().serialize("topic", event);
    ContextEvent read = serde.deserializer().deserialize("topic", bytes);
    assertThat(read.getX()).isInstanceOf(Vectors.Doubles.class);

    // Boxed, 4,000 doubles take 64,000 bytes more than the 32,000 of the result.
    assertThat(allocated(() -> serde.deserializer().deserialize("topic", bytes)))
        .isLessThan(40_000);
    assertThat(allocated(() -> serde.serializer().serialize("topic", read))).isLessThan(40_000);
  }

  @Test
  void shouldServeManyThreads() {
    AvroSerde<ContextEvent> serde = configured(new AvroSerde<>(ContextEvent.class));

    IntStream.range(0, 4_000)
        .parallel()
        .forEach(i -> {
          ContextEvent event = event(i % 50);
          byte[] bytes = serde.serializer().serialize("topic", event);
          assertThat(serde.deserializer().deserialize("topic", bytes)).isEqualTo(event);
        });
  }

  @Test
  void shouldKeepWhatIsNotANumber() {
    AvroSerde<Query> serde = configured(new AvroSerde<>(Query.class));
    Query query = new Query(null, Vectors.doubles(Double.NaN), List.of(Double.NaN));

    Query read = serde.deserializer().deserialize("t", serde.serializer().serialize("t", query));

    assertThat(read.getX()).containsExactly(Double.NaN);
    assertThat(read.getQuantiles()).containsExactly(Double.NaN);
  }

  @Test
  void shouldReadTheTimesOfEveryAge() {
    AvroSerde<ContextEvent> serde = configured(new AvroSerde<>(ContextEvent.class));

    for (long millis : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
      Instant time = Instant.ofEpochMilli(millis);
      var event = new ContextEvent(null, time, List.of(), List.of(), List.of());
      byte[] bytes = serde.serializer().serialize("topic", event);
      assertThat(serde.deserializer().deserialize("topic", bytes).getEventTime()).isEqualTo(time);
    }
  }

  @Test
  void shouldNeedTheRegistrysUrl() {
    assertThatThrownBy(() -> new AvroSerde<Posterior>().configure(Map.of(), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url");
  }

  private static ContextEvent event(int dx) {
    double[] x = IntStream.range(0, dx).mapToDouble(i -> i * 0.1).toArray();
    return new ContextEvent(
        "o" + dx, Instant.ofEpochMilli(dx), Vectors.doubles(x), List.of(1.0), List.of(QUERY));
  }

  private static <T extends SpecificRecord> AvroSerde<T> configured(AvroSerde<T> serde) {
    serde.configure(SETTINGS, false);
    return serde;
  }

  private static long allocated(Runnable action) {
    action.run();
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}

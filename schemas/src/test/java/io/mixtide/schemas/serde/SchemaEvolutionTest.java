package io.mixtide.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.schemas.CloseReason;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import io.mixtide.schemas.registry.UnknownSchemaException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class SchemaEvolutionTest {

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final WireFormat format = WireFormat.specific(registry, null);

  @Test
  void shouldFillInWhatAnOlderWriterDidNotKnow() {
    Schema older =
        parse(
            """
            {"type": "record", "name": "ContextEvent", "namespace": "io.mixtide.schemas",
             "fields": [
               {"name": "eventTime", "type": "long"},
               {"name": "x", "type": {"type": "array", "items": "double"}},
               {"name": "y", "type": {"type": "array", "items": "double"}}]}
            """);

    var read =
        (ContextEvent)
            transfer(
                older,
                new GenericRecordBuilder(older)
                    .set("eventTime", 7L)
                    .set("x", List.of(1.0))
                    .set("y", List.of(2.0))
                    .build());

    assertThat(read)
        .isEqualTo(
            new ContextEvent(null, Instant.ofEpochMilli(7), List.of(1.0), List.of(2.0), List.of()));
  }

  @Test
  void shouldPassOverWhatANewerWriterAdds() {
    Schema newer =
        parse(
            """
            {"type": "record", "name": "Query", "namespace": "io.mixtide.schemas", "fields": [
              {"name": "notes", "type": {"type": "map", "values": "string"}},
              {"name": "x", "type": {"type": "array", "items": "double"}},
              {"name": "weight", "type": "double"}]}
            """);

    Object read =
        transfer(
            newer,
            new GenericRecordBuilder(newer)
                .set("notes", Collections.singletonMap("a", "b"))
                .set("x", List.of(1.0, 2.0))
                .set("weight", 3.0)
                .build());

    assertThat(read).isEqualTo(new Query(null, List.of(1.0, 2.0), List.of()));
  }

  @Test
  void shouldReadNarrowerNumbers() {
    Schema narrow =
        parse(
            """
            {"type": "record", "name": "Query", "namespace": "io.mixtide.schemas", "fields": [
              {"name": "x", "type": {"type": "array", "items": "int"}},
              {"name": "quantiles", "type": {"type": "array", "items": "float"}}]}
            """);

    Object read =
        transfer(
            narrow,
            new GenericRecordBuilder(narrow)
                .set("x", Collections.nCopies(100, 1))
                .set("quantiles", List.of(0.5f))
                .build());

    assertThat(read).isEqualTo(new Query(null, Collections.nCopies(100, 1.0), List.of(0.5)));
  }

  @Test
  void shouldReadAReasonItDoesNotKnowAsTheDefault() {
    Schema newer =
        parse(
            TaskLog.getClassSchema()
                .toString()
                .replace("[\"IDLE\",\"END\",\"SIZE\"]", "[\"IDLE\",\"END\",\"SIZE\",\"MOVED\"]"));
    GenericRecord log =
        new GenericRecordBuilder(newer)
            .set("release", "1")
            .set("reason", symbol(newer, "reason", "MOVED"))
            .set("observations", List.of())
            .build();

    assertThat(transfer(newer, log)).isEqualTo(new TaskLog("1", CloseReason.END, List.of()));
  }

  @Test
  void shouldNotTakeAnUnknownTransformForAnother() {
    Schema newer =
        parse(
            Prediction.getClassSchema()
                .toString()
                .replace("[\"IDENTITY\",\"LOG1P\"]", "[\"IDENTITY\",\"LOG1P\",\"SQRT\"]"));
    GenericRecord known = prediction(newer, "LOG1P");
    GenericRecord unknown = prediction(newer, "SQRT");

    assertThat(((Prediction) transfer(newer, known)).getTransform()).hasToString("LOG1P");
    assertThatThrownBy(() -> transfer(newer, unknown))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("does not fit this version of io.mixtide.schemas.Prediction")
        .hasMessageContaining("SQRT");
  }

  @Test
  void shouldReadTheContentsItKnowsOfANewerRelease() {
    Schema newer =
        parse(
            """
            {"type": "record", "name": "ReleaseRecord", "namespace": "io.mixtide.schemas",
             "fields": [{"name": "content", "type": [
               {"type": "record", "name": "ReleaseRetired", "fields": []},
               {"type": "record", "name": "ReleaseActivation", "fields": [
                 {"name": "version", "type": "string"},
                 {"name": "by", "type": "string"},
                 {"name": "activatedAt", "type": "long"}]}]}]}
            """);
    List<Schema> contents = newer.getField("content").schema().getTypes();
    var retired = new GenericData.Record(contents.get(0));
    var activation =
        new GenericRecordBuilder(contents.get(1))
            .set("version", "2")
            .set("by", "gate")
            .set("activatedAt", 0L)
            .build();

    var read =
        (ReleaseRecord)
            transfer(newer, new GenericRecordBuilder(newer).set("content", activation).build());

    assertThat(read.getContent())
        .isEqualTo(
            io.mixtide.schemas.ReleaseActivation.newBuilder()
                .setVersion("2")
                .setBy("gate")
                .setActivatedAt(Instant.EPOCH)
                .build());
    assertThatThrownBy(
            () -> transfer(newer, new GenericRecordBuilder(newer).set("content", retired).build()))
        .isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void shouldSayWhatIsMissing() {
    Schema noOutput =
        parse(
            """
            {"type": "record", "name": "ContextEvent", "namespace": "io.mixtide.schemas",
             "fields": [
               {"name": "eventTime", "type": "long"},
               {"name": "x", "type": {"type": "array", "items": "double"}}]}
            """);

    assertThatThrownBy(() ->
            transfer(
                noOutput,
                new GenericRecordBuilder(noOutput)
                    .set("eventTime", 7L)
                    .set("x", List.of())
                    .build()))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("does not fit this version of io.mixtide.schemas.ContextEvent")
        .hasMessageContaining("(y)");
  }

  @Test
  void shouldNotReadRecordsItHasNoClassFor() {
    for (String name : List.of("test.Reading", "java.lang.String", "io.mixtide.schemas.Topics")) {
      Schema foreign = Schema.createRecord(name, "", "", false, List.of());
      int id = registry.register(name, foreign);

      assertThatThrownBy(() -> format.decode(new byte[] {0, 0, 0, 0, (byte) id}))
          .isInstanceOf(UnknownSchemaException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("there is no generated record class");
    }
  }

  @Test
  void shouldNotReadWhatIsNoRecord() {
    int id = registry.register("string", Schema.create(Schema.Type.STRING));

    assertThatThrownBy(() -> format.decode(new byte[] {0, 0, 0, 0, (byte) id, 0}))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("is string");
    assertThatThrownBy(() ->
            WireFormat.specific(registry, Posterior.class)
                .decode(new byte[] {0, 0, 0, 0, (byte) id, 0}))
        .isInstanceOf(UnknownSchemaException.class);
  }

  private Object transfer(Schema writer, Object datum) {
    return format.decode(format.encode(registry.register("any", writer), writer, datum));
  }

  private static Schema parse(String json) {
    return new Schema.Parser().parse(json);
  }

  private static GenericRecord prediction(Schema schema, String transform) {
    GenericRecordBuilder builder =
        new GenericRecordBuilder(schema)
            .set("release", "1")
            .set("engine", "vector")
            .set("contextSize", 0)
            .set("sequence", 0L)
            .set("taskKnown", false)
            .set("transform", symbol(schema, "transform", transform));
    for (String list : List.of("x", "weights", "means", "sigmas", "mean", "standardDeviation")) {
      builder.set(list, List.of());
    }
    return builder.build();
  }

  private static Object symbol(Schema record, String field, String symbol) {
    return new GenericData.EnumSymbol(record.getField(field).schema(), symbol);
  }
}

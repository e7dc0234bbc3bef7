package io.mixtide.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RecordCoderTest {
  private static final List<Schema> SCHEMAS =
      List.of(
          ContextEvent.getClassSchema(), Posterior.getClassSchema(), Prediction.getClassSchema());
  private static final int HEADER = 5;

  private final GeneratedModel model = new GeneratedModel();
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final WireFormat format = WireFormat.specific(registry, null);

  @Property(tries = 300, seed = "11")
  void shouldWriteTheBytesThatAvroWritesAndReadThemBack(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Schema schema = SCHEMAS.get(random.nextInt(SCHEMAS.size()));
    int id = registry.register(schema.getName(), schema);
    SpecificRecord record = ExtremeValues.record(schema, random);

    byte[] written = format.encode(id, schema, record);

    byte[] byAvro = byAvro(schema, record);
    assertThat(written).hasSize(HEADER + byAvro.length).endsWith(byAvro);
    // Bytes and not records, so that NaN and the sign of zero count.
    assertThat(byAvro(schema, (SpecificRecord) format.decode(written))).isEqualTo(byAvro);
  }

  @Test
  void shouldReadWhatWasWrittenWithAnotherLayoutByTheNamesOfItsFields() throws IOException {
    Schema reordered =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "namespace": "io.mixtide.schemas", "name": "ContextEvent",
                 "fields": [
                  {"name": "y", "type": {"type": "array", "items": "double"}},
                  {"name": "x", "type": {"type": "array", "items": "double"}},
                  {"name": "eventTime",
                   "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
                """);
    int id = registry.register("reordered", reordered);

    ContextEvent event =
        (ContextEvent)
            format.decode(
                new byte[] {0, 0, 0, 0, (byte) id, 2, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 2});

    assertThat(event.getY()).containsExactly(2.0);
    assertThat(event.getX()).isEmpty();
    assertThat(event.getEventTime().toEpochMilli()).isEqualTo(1);
  }

  private byte[] byAvro(Schema schema, SpecificRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
    new PrimitiveDatumWriter(schema, model).write(record, out);
    out.flush();
    return bytes.toByteArray();
  }
}

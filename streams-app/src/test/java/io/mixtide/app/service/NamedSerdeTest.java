package io.mixtide.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.app.stack.Stack;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Vectors;
import io.mixtide.schemas.registry.SchemaRegistry;
import io.mixtide.schemas.serde.SerdeConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedSerdeTest {
  @TempDir private Path state;

  @Test
  void shouldServeThroughAnySerdeThatIsNamed() {
    Stack stack = Stack.shared();
    try (TestService service =
        new TestService(
            stack.bootstrapServers(),
            "shouldServeThroughAnySerdeThatIsNamed",
            stack.registryUrl(),
            state,
            Map.of("value.serde", AvrosOwnSerde.class.getName()))) {
      assertThat(service.settings().valueSerde()).isInstanceOf(AvrosOwnSerde.class);
      Release release = service.activate(TestReleases.file(1));
      service.startAndWait();
      String topic = service.topics().context();
      service.observe("a", 0, 0);
      service.send(topic, "a", new byte[] {1, 2, 3, 4, 5, 6});
      byte[] whole = service.encode(topic, event());
      service.send(topic, "a", Arrays.copyOf(whole, whole.length - 1));
      service.observe("a", 1, 1);

      ReferenceTask reference = new ReferenceTask(release);
      reference.shouldGive(service.outputs().posteriors("a", 2).get(0), 0, 0);
      reference.shouldGive(service.outputs().posteriors("a", 2).get(1), 1, 1);
      assertThat(service.outputs().deadLetters("a", 2))
          .extracting(DeadLetter::getReason)
          .containsOnly(DeadLetterReason.MALFORMED);
    }
  }

  private static ContextEvent event() {
    return new ContextEvent(null, Instant.EPOCH, Vectors.doubles(0), Vectors.doubles(0), List.of());
  }

  /** Confluent's wire format, read and written by Avro's own means, as Confluent's serde does. */
  public static final class AvrosOwnSerde extends Serdes.WrapperSerde<SpecificRecord> {
    /** To be configured as Mixtide's own is. */
    public AvrosOwnSerde() {
      super(new Writer(), new Reader());
    }
  }

  private static final class Writer implements Serializer<SpecificRecord> {
    @SuppressWarnings("NullAway.Init") // configured before it is used
    private SchemaRegistry registry;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
      registry = new SerdeConfig(settings).registry();
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord value) {
      if (value == null) {
        return null;
      }
      Schema schema = value.getSchema();
      int id = registry.register(topic + "-value", schema);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      try {
        new SpecificDatumWriter<SpecificRecord>(schema).write(value, encoder);
      } catch (IOException e) {
        throw new SerializationException("Error serializing Avro message", e);
      }
      return bytes.toByteArray();
    }
  }

  private static final class Reader implements Deserializer<SpecificRecord> {
    @SuppressWarnings("NullAway.Init") // configured before it is used
    private SchemaRegistry registry;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
      registry = new SerdeConfig(settings).registry();
      assertThat(settings.get("specific.avro.reader")).isEqualTo(true);
    }

    @Override
    public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] data) {
      if (data == null) {
        return null;
      }
      ByteBuffer bytes = ByteBuffer.wrap(data);
      if (bytes.get() != 0) {
        throw new SerializationException("Unknown magic byte!");
      }
      Schema writer = registry.byId(bytes.getInt());
      Schema reader = SpecificData.get().getSchema(SpecificData.get().getClass(writer));
      try {
        return new SpecificDatumReader<SpecificRecord>(writer, reader)
            .read(null, DecoderFactory.get().binaryDecoder(data, 5, data.length - 5, null));
      } catch (IOException | RuntimeException e) {
        throw new SerializationException("Error deserializing Avro message", e);
      }
    }
  }
}

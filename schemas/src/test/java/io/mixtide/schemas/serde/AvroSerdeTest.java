package io.mixtide.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.PrimitivesArrays.DoubleArray;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
  @Test
  void shouldReadBackWhatItWrote() {
    var serde = new AvroSerde<>(ContextEvent.class);
    serde.configure(Map.of("schema.registry.url", "mock://AvroSerdeTest"), false);
    var event =
        new ContextEvent(
            null,
            Instant.ofEpochMilli(5),
            Vectors.doubles(1, 2),
            List.of(3.0),
            List.of(new Query("q", Vectors.doubles(4), Vectors.doubles(.5))));
    byte[] bytes = serde.serializer().serialize("t", event);
    ContextEvent read = serde.deserializer().deserialize("t", bytes);
    assertThat(read).isEqualTo(event);
    assertThat(read.getX()).isInstanceOf(DoubleArray.class);
    assertThat(read.getY()).isInstanceOf(DoubleArray.class);
    ContextEvent built =
        ContextEvent.newBuilder()
            .setEventTime(Instant.EPOCH)
            .setX(List.of())
            .setY(List.of())
            .build();
    assertThat(ContextEvent.newBuilder(built).build()).isEqualTo(built);
  }
}

package io.mixtide.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class WireFormatTest {

  private static final Schema STRING = Schema.create(Schema.Type.STRING);
  private static final byte[] HI = {0, 0, 0, 0, 1, 4, 'h', 'i'};

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final WireFormat format = WireFormat.generic(registry);

  @Test
  void shouldWriteMagicByteThenIdThenAvro() {
    assertThat(format.encode(1, STRING, "hi")).isEqualTo(HI);
  }

  @Test
  void shouldReadWhatItsSchemaIdSays() {
    registry.register("greeting-value", STRING);

    assertThat(format.decode(HI)).hasToString("hi");
  }

  @Test
  void shouldWriteTheIdHighByteFirst() {
    assertThat(format.encode(0x01020304, STRING, "")).isEqualTo(new byte[] {0, 1, 2, 3, 4, 0});
  }
}

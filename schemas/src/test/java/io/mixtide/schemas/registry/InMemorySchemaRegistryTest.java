package io.mixtide.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest {

  private static final Schema STRING = Schema.create(Schema.Type.STRING);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @Test
  void shouldCountFromOneAndKnowASchemaAgain() {
    assertThat(registry.register("a", STRING)).isEqualTo(1);
    assertThat(registry.register("b", LONG)).isEqualTo(2);
    assertThat(registry.register("b", LONG)).isEqualTo(2);
    assertThat(registry.register("c", STRING)).isEqualTo(1);
    assertThat(registry.byId(2)).isEqualTo(LONG);
  }

  @Test
  void shouldFindASchemaUnderItsSubjectsOnly() {
    registry.register("a", STRING);

    assertThat(registry.idOf("a", STRING)).isEqualTo(1);
    assertThatThrownBy(() -> registry.idOf("b", STRING)).isInstanceOf(UnknownSchemaException.class);
    assertThatThrownBy(() -> registry.idOf("a", LONG)).isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void shouldRefuseWhatCannotReadTheLatestOfItsSubject() {
    Schema bytes = Schema.create(Schema.Type.BYTES);
    registry.register("a", bytes);
    registry.register("a", STRING);

    assertThatThrownBy(() -> registry.register("a", LONG))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageStartingWith("The registry refuses schema long under subject 'a': ")
        .hasMessageContaining("TYPE_MISMATCH");
    assertThatThrownBy(() -> registry.idOf("a", LONG)).isInstanceOf(UnknownSchemaException.class);
    assertThat(registry.register("a", bytes)).isEqualTo(1);
  }

  @Test
  void shouldNotKnowIdsNeverGiven() {
    assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(UnknownSchemaException.class);
    assertThatThrownBy(() -> registry.byId(-1)).isInstanceOf(UnknownSchemaException.class);
  }
}

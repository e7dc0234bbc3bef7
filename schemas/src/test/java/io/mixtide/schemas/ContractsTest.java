package io.mixtide.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class ContractsTest {

  @Test
  void shouldDocumentEveryTypeAndEveryField() {
    Set<Schema> types = new HashSet<>();
    Contracts.RECORDS.forEach(type -> collect(SpecificData.get().getSchema(type), types));

    assertThat(types).hasSizeGreaterThan(Contracts.RECORDS.size());
    for (Schema type : types) {
      assertThat(type.getDoc()).as(type.getFullName()).isNotBlank();
      assertThat(type.getNamespace()).isEqualTo("io.mixtide.schemas");
      if (type.getType() == Schema.Type.RECORD) {
        for (Schema.Field field : type.getFields()) {
          assertThat(field.doc()).as("%s.%s", type.getFullName(), field.name()).isNotBlank();
        }
      }
    }
  }

  @Test
  void shouldFillInDefaultsInBuilders() {
    ContextEvent event =
        ContextEvent.newBuilder()
            .setEventTime(Instant.EPOCH)
            .setX(Vectors.doubles(1))
            .setY(Vectors.doubles(2))
            .build();

    assertThat(event.getObservationId()).isNull();
    assertThat(event.getQueries()).isEmpty();
    assertThat(ContextEvent.newBuilder(event).build()).isEqualTo(event);
    assertThat(Query.newBuilder().setX(List.of()).build().getQuantiles()).isEmpty();
  }

  private static void collect(Schema schema, Set<Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.add(schema)) {
          schema.getFields().forEach(field -> collect(field.schema(), found));
        }
      }
      case ENUM -> found.add(schema);
      case ARRAY -> collect(schema.getElementType(), found);
      case MAP -> collect(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(type -> collect(type, found));
      default -> {}
    }
  }
}

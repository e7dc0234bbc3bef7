package io.mixtide.app.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.registry.SchemaRegistry;
import io.mixtide.schemas.registry.SchemaRejectedException;
import io.mixtide.schemas.registry.UnknownSchemaException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What the serdes rely on in a registry, whichever it is. */
abstract class RegistryContract {
  @SuppressWarnings("NullAway.Init") // before each test
  private String subject;

  /** A client that has asked for nothing yet. */
  abstract SchemaRegistry client();

  @BeforeEach
  final void nameSubject(TestInfo test) {
    subject = getClass().getSimpleName() + "." + test.getTestMethod().orElseThrow().getName();
  }

  /** A subject of this test's own. */
  final String subject() {
    return subject;
  }

  /** A record with one field {@code x} of a type, told from other tests' by its name. */
  final Schema schema(String type) {
    return parse("{\"name\": \"x\", \"type\": \"%s\"}".formatted(type));
  }

  private Schema parse(String fields) {
    return new Schema.Parser()
        .parse(
            "{\"type\": \"record\", \"name\": \"%s\", \"fields\": [%s]}"
                .formatted(subject.replace('.', '_'), fields));
  }

  @Test
  void shouldGiveEverySchemaOneIdUnderWhateverSubject() {
    int id = client().register(subject, schema("double"));

    assertThat(id).isPositive();
    assertThat(client().register(subject, schema("double"))).isEqualTo(id);
    assertThat(client().register(subject + ".other", schema("double"))).isEqualTo(id);
    assertThat(client().register(subject + ".third", schema("string"))).isNotEqualTo(id);
    assertThat(client().idOf(subject, schema("double"))).isEqualTo(id);
    assertThat(client().byId(id)).isEqualTo(schema("double"));
  }

  @Test
  void shouldGiveBackTheContractsAsTheyAre() {
    for (Schema schema :
        List.of(
            ContextEvent.getClassSchema(),
            Posterior.getClassSchema(),
            ReleaseRecord.getClassSchema(),
            TaskLog.getClassSchema())) {
      int id = client().register(subject + "." + schema.getName(), schema);
      Schema given = client().byId(id);
      assertThat(given).isEqualTo(schema).hasToString(schema.toString());
    }
  }

  @Test
  void shouldTakeSubjectsOfAnyName() {
    String odd = subject + ".a topic/ä+%-value";
    int id = client().register(odd, schema("double"));

    assertThat(client().idOf(odd, schema("double"))).isEqualTo(id);
  }

  @Test
  void shouldFindASchemaUnderItsSubjectsOnly() {
    client().register(subject, schema("double"));
    client().register(subject + ".other", schema("string"));

    assertThatThrownBy(() -> client().idOf(subject, schema("string")))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining(subject);
    assertThatThrownBy(() -> client().idOf(subject + ".none", schema("double")))
        .isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void shouldNotKnowIdsNeverGiven() {
    for (int id : new int[] {Integer.MAX_VALUE, 0, -1}) {
      assertThatThrownBy(() -> client().byId(id))
          .isInstanceOf(UnknownSchemaException.class)
          .hasMessage("The registry has no schema with id %d.", id);
    }
  }

  @Test
  void shouldRefuseASchemaThatCannotReadTheFormerOne() {
    int id = client().register(subject, schema("double"));

    for (Schema breaking : List.of(schema("string"), parse(withoutDefault()))) {
      assertThatThrownBy(() -> client().register(subject, breaking))
          .isInstanceOf(SchemaRejectedException.class)
          .hasMessageContaining(subject);
      assertThatThrownBy(() -> client().idOf(subject, breaking))
          .isInstanceOf(UnknownSchemaException.class);
    }
    assertThat(client().idOf(subject, schema("double"))).isEqualTo(id);
  }

  private static String withoutDefault() {
    return "{\"name\": \"x\", \"type\": \"double\"}, {\"name\": \"y\", \"type\": \"double\"}";
  }

  @Test
  void shouldTakeASchemaThatReadsTheFormerOne() {
    Schema next =
        parse(
            "{\"name\": \"x\", \"type\": \"double\"},"
                + " {\"name\": \"y\", \"type\": [\"null\", \"string\"], \"default\": null}");
    int former = client().register(subject, schema("double"));
    int id = client().register(subject, next);

    assertThat(id).isNotEqualTo(former);
    assertThat(client().byId(former)).isEqualTo(schema("double"));
    assertThat(client().byId(id)).isEqualTo(next);
    assertThat(client().register(subject, schema("double"))).isEqualTo(former);
  }

  @Test
  void shouldServeSeveralClientsAtOnce() {
    List<Schema> schemas = Stream.of("double", "string", "long").map(this::schema).toList();
    List<CompletableFuture<List<Integer>>> clients =
        IntStream.range(0, 8)
            .mapToObj(_ -> {
              SchemaRegistry client = client();
              return CompletableFuture.supplyAsync(() ->
                  schemas.stream()
                      .map(s -> client.register(subject + s.getField("x").schema(), s))
                      .toList());
            })
            .toList();

    List<Integer> ids = clients.getFirst().join();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(clients).extracting(CompletableFuture::join).containsOnly(ids);
    assertThat(ids).extracting(id -> client().byId(id)).isEqualTo(schemas);
  }
}

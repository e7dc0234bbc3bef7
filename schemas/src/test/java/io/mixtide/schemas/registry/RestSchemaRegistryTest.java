package io.mixtide.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestSchemaRegistryTest {

  private static final Schema SCHEMA =
      SchemaBuilder.record("Reading")
          .namespace("test")
          .fields()
          .requiredDouble("value")
          .endRecord();
  private static final String NO_SCHEMA =
      "{\"error_code\":40403,\"message\":\"Schema 9 not found\"}";
  private static final Retries QUICK =
      new Retries(3, Duration.ofMillis(1), Duration.ofSeconds(20), Duration.ofHours(1));

  private ScriptedServer server;
  private RestSchemaRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    registry = new RestSchemaRegistry(List.of(server.url()), RegistryAccess.OPEN, QUICK);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldRegisterUnderTheSubject() throws IOException {
    server.answers(200, "{\"id\":7}");

    assertThat(registry.register("a topic/ä-value", SCHEMA)).isEqualTo(7);

    var request = server.requests().getFirst();
    assertThat(request.line()).isEqualTo("POST /subjects/a%20topic%2F%C3%A4-value/versions");
    assertThat(request.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
    String sent = new ObjectMapper().readTree(request.body()).get("schema").asText();
    assertThat(new Schema.Parser().parse(sent)).isEqualTo(SCHEMA);
  }

  @Test
  void shouldLookUpUnderTheSubject() {
    server.answers(200, "{\"subject\":\"s\",\"id\":8,\"version\":1,\"schema\":\"...\"}");

    assertThat(registry.idOf("s", SCHEMA)).isEqualTo(8);
    assertThat(server.requests().getFirst().line()).isEqualTo("POST /subjects/s");
  }

  @ParameterizedTest
  @ValueSource(ints = {40401, 40403})
  void shouldNotFindUnderTheSubjectWhatIsNotThere(int code) {
    server.answers(404, "{\"error_code\":%d}".formatted(code));

    assertThatThrownBy(() -> registry.idOf("s", SCHEMA))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessage(
            "Subject 's' has no such schema as test.Reading;"
                + " register it, or set auto.register.schemas=true.");
  }

  @Test
  void shouldGetASchemaById() throws IOException {
    server.answers(200, schemaBody(SCHEMA.toString(), ""));

    assertThat(registry.byId(9)).isEqualTo(SCHEMA);
    assertThat(server.requests().getFirst().line()).isEqualTo("GET /schemas/ids/9");
  }

  @Test
  void shouldNotFindAnIdThatIsNotThere() {
    server.answers(404, NO_SCHEMA);

    assertThatThrownBy(() -> registry.byId(9))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessage("The registry has no schema with id 9.");
  }

  @Test
  void shouldNotAskAgainForAnAbsentIdAtOnce() {
    server.answers(404, NO_SCHEMA);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> registry.byId(9)).isInstanceOf(UnknownSchemaException.class);
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void shouldAskAgainForAnAbsentIdLater() throws IOException {
    var forgetful =
        new RestSchemaRegistry(
            List.of(server.url()),
            RegistryAccess.OPEN,
            new Retries(1, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO));
    server.answers(404, NO_SCHEMA).answers(200, schemaBody(SCHEMA.toString(), ""));

    assertThatThrownBy(() -> forgetful.byId(9)).isInstanceOf(UnknownSchemaException.class);
    assertThat(forgetful.byId(9)).isEqualTo(SCHEMA);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void shouldKnowThatNoSchemaHasAnIdBelowOne(int id) {
    assertThatThrownBy(() -> registry.byId(id)).isInstanceOf(UnknownSchemaException.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void shouldNotTakeASchemaThatIsNotAvro() throws IOException {
    server.answers(200, schemaBody("syntax = \"proto3\";", ",\"schemaType\":\"PROTOBUF\""));

    assertThatThrownBy(() -> registry.byId(9))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessage("Schema 9 is PROTOBUF, not AVRO.");
  }

  @Test
  void shouldNotTakeASchemaThatCannotBeParsed() throws IOException {
    server.answers(200, schemaBody("{\"type\":\"no such type\"}", ""));

    assertThatThrownBy(() -> registry.byId(9))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageStartingWith("Schema 9 cannot be parsed: ");
  }

  @Test
  void shouldNotTakeASchemaNestedBeyondMeasure() throws IOException {
    String deep = "{\"type\":\"array\",\"items\":".repeat(100_000);
    server.answers(200, schemaBody(deep, ""));

    assertThatThrownBy(() -> registry.byId(9)).isInstanceOf(UnknownSchemaException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void shouldTryAgainAfterAFaultOfTheServer(int status) {
    server.answers(status, "").answers(status, "").answers(200, "{\"id\":7}");

    assertThat(registry.register("s", SCHEMA)).isEqualTo(7);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void shouldGiveUpAfterItsRounds() {
    server.answers(503, "").answers(503, "").answers(503, "").answers(200, "{\"id\":7}");

    assertThatThrownBy(() -> registry.register("s", SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage("The schema registry is not available: %s answered 503.", server.url());
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void shouldGiveUpOnARefusedConnection() throws IOException {
    URI nobody = unusedUrl();
    var lost = new RestSchemaRegistry(List.of(nobody), RegistryAccess.OPEN, QUICK);

    assertThatThrownBy(() -> lost.byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage("The schema registry is not available: %s cannot be reached.", nobody)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void shouldTurnToTheNextUrl() throws IOException {
    var two =
        new RestSchemaRegistry(List.of(unusedUrl(), server.url()), RegistryAccess.OPEN, QUICK);
    server.answers(200, "{\"id\":7}");

    assertThat(two.register("s", SCHEMA)).isEqualTo(7);
  }

  @Test
  void shouldNotWaitForEver() {
    var impatient =
        new RestSchemaRegistry(
            List.of(server.url()),
            RegistryAccess.OPEN,
            new Retries(3, Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofHours(1)));
    server.answers(ScriptedServer.NEVER, "");
    server.answers(ScriptedServer.NEVER, "");
    server.answers(ScriptedServer.NEVER, "");

    assertThatThrownBy(() -> impatient.byId(1)).isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void shouldSayWhoItIs() throws IOException {
    var named =
        new RestSchemaRegistry(
            List.of(server.url()), RegistryAccess.OPEN.withUserInfo("ann:s3cret"), QUICK);
    server.answers(200, "{\"id\":7}");

    named.register("s", SCHEMA);

    assertThat(server.requests().getFirst().authorization()).isEqualTo("Basic YW5uOnMzY3JldA==");
  }

  @Test
  void shouldBearAToken() throws IOException {
    var bearing =
        new RestSchemaRegistry(
            List.of(server.url()), RegistryAccess.OPEN.withToken("t0ken"), QUICK);
    server.answers(200, "{\"id\":7}");

    bearing.register("s", SCHEMA);

    assertThat(server.requests().getFirst().authorization()).isEqualTo("Bearer t0ken");
  }

  @Test
  void shouldNotReadAnAnswerWithoutEnd() {
    String endless = "{\"schema\":\"" + "x".repeat(5 << 20);
    server.answers(200, endless).answers(200, endless).answers(200, endless);

    assertThatThrownBy(() -> registry.byId(9)).isInstanceOf(RegistryUnavailableException.class);
    assertThat(server.requests()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"401,basic.auth.user.info", "403,basic.auth.user.info", "404,schema.registry.url"})
  void shouldNotBlameTheRecordForAnAnswerThatNoRegistryGives(int status, String toCheck) {
    server.answers(status, "<html>");

    assertThatThrownBy(() -> registry.byId(9))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("check " + toCheck);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "[]", "{\"id\":\"x\",\"schema\":1}"})
  void shouldNotTakeAPageForAnAnswer(String body) {
    server.answers(200, body).answers(200, body);

    assertThatThrownBy(() -> registry.register("s", SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> registry.byId(9)).isInstanceOf(RegistryUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 422})
  void shouldSayThatTheSchemaIsRefused(int status) {
    server.answers(status, "{\"error_code\":%d,\"message\":\"field gone\"}".formatted(status));

    assertThatThrownBy(() -> registry.register("s", SCHEMA))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessage("The registry refuses schema test.Reading under subject 's': field gone.");
  }

  @Test
  void shouldKeepThePathOfItsUrl() {
    var behind =
        new RestSchemaRegistry(
            List.of(URI.create(server.url() + "/apis/ccompat/v7/")), RegistryAccess.OPEN, QUICK);
    server.answers(200, "{\"id\":7}");

    behind.register("s", SCHEMA);

    assertThat(server.requests().getFirst().line())
        .isEqualTo("POST /apis/ccompat/v7/subjects/s/versions");
  }

  private static String schemaBody(String definition, String more) throws IOException {
    return "{\"schema\":%s%s}".formatted(new ObjectMapper().writeValueAsString(definition), more);
  }

  private static URI unusedUrl() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return URI.create("http://localhost:" + socket.getLocalPort());
    }
  }
}

package io.mixtide.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.UserErrorException;
import io.mixtide.schemas.serde.AvroSerde;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path directory;

  @Test
  void shouldTakeEachSettingFromTheLastSourceThatNamesIt() throws IOException {
    Path file = file("http.port=1", "max.queries=2", "topic.prefix = from-file. ");
    Settings settings =
        Settings.load(
            file,
            Map.of("MIXTIDE_HTTP_PORT", "10", "MIXTIDE_MAX_QUERIES", "20"),
            Map.of("http.port", "100"));
    assertThat(settings.httpPort()).isEqualTo(100);
    assertThat(settings.maxQueries()).isEqualTo(20);
    assertThat(settings.topicPrefix()).isEqualTo("from-file.");
    assertThat(settings.commitInterval()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void shouldPassKafkaKeysThroughWithoutTheirPrefix() throws IOException {
    Settings settings =
        Settings.load(
            file("kafka.client.id=file", "kafka.retries=3"),
            Map.of("MIXTIDE_KAFKA_CLIENT_ID", "environment"),
            Map.of("kafka.security.protocol", "SSL"));
    assertThat(settings.clientProperties())
        .containsEntry("client.id", "environment")
        .containsEntry("retries", "3")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("bootstrap.servers", "localhost:9092");
  }

  @Test
  void shouldMakeAValidStreamsConfigurationThatIsExactlyOnce() {
    StreamsConfig config =
        new StreamsConfig(Settings.of(Map.of("kafka.poll.ms", "5")).streamsProperties());
    assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(config.getLong("commit.interval.ms")).isEqualTo(50L);
    assertThat(config.getLong("poll.ms")).isEqualTo(5L);
    assertThat(config.getProducerConfigs("c"))
        .containsEntry("linger.ms", 50L)
        .containsEntry("batch.size", 131_072);
  }

  @Test
  void shouldLeaveWhatIsGivenForOneKindOfClientAlone() {
    StreamsConfig config =
        new StreamsConfig(
            Settings.of(
                    Map.of(
                        "kafka.producer.linger.ms", "7",
                        "kafka.producer.batch.size", "8",
                        "kafka.restore.consumer.max.poll.records", "11"))
                .streamsProperties());
    assertThat(config.getProducerConfigs("c"))
        .containsEntry("linger.ms", "7")
        .containsEntry("batch.size", "8");
    assertThat(config.getRestoreConsumerConfigs("c")).containsEntry("max.poll.records", "11");
  }

  @Test
  void shouldIgnoreEnvironmentVariablesThatAreNoSettings() {
    Settings settings =
        Settings.load(null, Map.of("PATH", "x", "MIXTIDE_MAVEN_ARGS", "-o"), Map.of());
    assertThat(settings.httpPort()).isEqualTo(8080);
  }

  @Test
  void shouldSuggestTheNearestKeyForATypo() throws IOException {
    Path file = file("http.prot=1");
    assertUserError(
        () -> Settings.load(file, Map.of(), Map.of()),
        "unknown setting http.prot in " + file + ": did you mean http.port?");
    assertUserError(
        () -> Settings.load(null, Map.of("MIXTIDE_HTTP_PROT", "1"), Map.of()),
        "unknown environment variable MIXTIDE_HTTP_PROT: did you mean MIXTIDE_HTTP_PORT?");
    assertUserError(
        () -> Settings.of(Map.of("colour", "1")), "run 'mixtide settings' for the list");
  }

  @ParameterizedTest
  @CsvSource({
    "http.port, many",
    "http.port, 65536",
    "inference.engine, gpu",
    "inference.batch.records, 0",
    "inference.batch.ms, 0",
    "alert.score, entropy",
    "alert.raise.percentile, 101",
    "alert.raise.percentile, 80",
    "novelty.raise.percentile, 20",
    "topic.prefix, a b",
    "application.id, ''",
    "schema.registry.url, registry:8081",
    "replication.factor, 0",
    "commit.interval.ms, 0",
    "commit.interval.ms, 20000",
    "heartbeat.interval.ms, 2001",
    "http.advertised, 'host'",
    "http.token, ' '",
    "basic.auth.credentials.source, URL",
    "kafka.processing.guarantee, at_least_once",
    "kafka.commit.interval.ms, 100"
  })
  void shouldRefuseABadValueInOneLineThatNamesIt(String key, String value) {
    assertUserError(() -> Settings.of(Map.of(key, value)), key);
  }

  @Test
  void shouldNameTheSourceOfABadValue() {
    assertUserError(
        () -> Settings.load(null, Map.of("MIXTIDE_HTTP_PORT", "x"), Map.of()),
        "http.port (from MIXTIDE_HTTP_PORT)");
  }

  @Test
  void shouldSayThatTheFileCannotBeRead() {
    Path missing = directory.resolve("missing.properties");
    assertUserError(() -> Settings.load(missing, Map.of(), Map.of()), missing + " cannot be read");
  }

  @Test
  void shouldLoadTheNamedSerdeOrSayThatItIsNone() {
    String string = Serdes.StringSerde.class.getName();
    assertThat(Settings.of(Map.of("value.serde", string)).valueSerde())
        .isInstanceOf(Serdes.StringSerde.class);
    assertThat(Settings.of(Map.of()).valueSerde()).isInstanceOf(AvroSerde.class);
    assertUserError(
        () -> Settings.of(Map.of("value.serde", "java.lang.String")).valueSerde(),
        "no Kafka Serde");
    assertUserError(() -> Settings.of(Map.of("value.serde", "no.Such")).valueSerde(), "no.Such");
  }

  @Test
  void shouldTakeValuesFromKafkasConfigurationProviders() throws IOException {
    Path secrets = Files.writeString(directory.resolve("secrets"), "token=from-file\n");
    Map.Entry<String, String> variable = System.getenv().entrySet().iterator().next();
    Settings settings =
        Settings.of(
            Map.of(
                "config.providers", "file,env",
                "http.token", "${file:%s:token}".formatted(secrets),
                "kafka.client.id", "${env:%s}".formatted(variable.getKey())));
    assertThat(settings.httpToken()).isEqualTo(new Password("from-file"));
    assertThat(settings.clientProperties())
        .containsEntry("client.id", variable.getValue())
        .doesNotContainKey("config.providers");
  }

  @Test
  void shouldSayWhatAProviderDoesNotHave() {
    Map<String, String> absent =
        Map.of("config.providers", "env", "http.token", "${env:NO_SUCH_VARIABLE}");
    assertUserError(() -> Settings.of(absent), "http.token asks the provider env");
    Map<String, String> noFile =
        Map.of("config.providers", "file", "http.token", "${file:/no/such/file:token}");
    assertUserError(() -> Settings.of(noFile), "/no/such/file");
    assertUserError(
        () -> Settings.of(Map.of("config.providers", "vault")), "config.providers.vault.class");
    assertUserError(
        () -> Settings.of(Map.of("kafka.config.providers", "env")), "config.providers instead");
  }

  @Test
  void shouldShowNothingThatMayBeSecret() {
    Settings settings =
        Settings.of(
            Map.of(
                "http.token", "s3cret",
                "basic.auth.user.info", "ann:s3cret",
                "kafka.sasl.jaas.config", "s3cret",
                "kafka.producer.ssl.key.password", "s3cret",
                "kafka.main.consumer.ssl.keystore.key", "s3cret",
                "kafka.some.plugin.key", "s3cret",
                "kafka.sasl.oauthbearer.token.endpoint.url", "https://ann:s3cret@host/token",
                "kafka.security.protocol", "SASL_SSL"));
    assertThat(settings.shown())
        .containsEntry("http.token", "[hidden]")
        .containsEntry("kafka.some.plugin.key", "[hidden]")
        .containsEntry("kafka.security.protocol", "SASL_SSL")
        .containsEntry("http.port", "8080")
        .containsEntry("bearer.auth.token", "null");
    assertThat(settings.shown().toString()).doesNotContain("s3cret");
  }

  @Test
  void shouldRefuseCredentialsInTheAddressOfTheRegistryWithoutShowingThem() {
    assertThatThrownBy(() -> Settings.of(Map.of("schema.registry.url", "http://ann:s3cret@host")))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("basic.auth.user.info")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void shouldHaveTheReferenceInTheDocumentation() throws IOException {
    assertThat(Path.of("..", "docs", "settings.md"))
        .as("regenerate with: ./mixtide settings > docs/settings.md")
        .hasContent(Settings.reference());
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(directory.resolve("my.properties"), String.join("\n", lines));
  }

  private static void assertUserError(ThrowingCallable call, String part) {
    assertThatThrownBy(call)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(part)
        .hasMessageNotContaining("\n");
  }
}

package io.mixtide.app.cli;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.SecureBroker;
import io.mixtide.app.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said to someone whom Kafka does not let in. */
@Timeout(180)
class SecureCommandTest {
  @TempDir private static Path directory;
  private static SecureBroker broker;

  @TempDir private Path files;

  @BeforeAll
  static void startBroker() {
    broker =
        new SecureBroker(
            TestCertificate.in(directory, "of-the-store"), Map.of("guest", "of-guest"));
    broker.allow("guest", TOPIC, "mixtide.*", DESCRIBE);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void shouldReachKafkaWithASecretFromAFileThatTheSettingsName() throws IOException {
    Files.writeString(files.resolve("secrets.properties"), "guest=of-guest\n");
    Path config =
        config(
            broker.client(
                "guest", "${file:%s:guest}".formatted(files.resolve("secrets.properties"))),
            "config.providers=file");
    assertThat(CommandRun.of("topics describe --config", config).shouldSucceed().out())
        .contains("mixtide.context", "missing");
  }

  @Test
  void shouldSayThatThePasswordIsWrongWhateverIsToBeDone() throws IOException {
    Path config = config(broker.client("guest", "guessed"), "");
    String registry = " --schema-registry-url http://127.0.0.1:1 ";
    for (String command :
        new String[] {
          "topics describe", "serve" + registry, "trainer" + registry, "releases list" + registry
        }) {
      CommandRun run = CommandRun.of(command.strip() + " --config", config);
      run.shouldBeRefused("does not accept the credentials", "kafka.sasl.");
      assertThat(run.err()).doesNotContain("guessed");
    }
  }

  @Test
  void shouldSayThatTheCertificateIsNotTrusted() throws IOException {
    Path elsewhere = Files.createDirectory(files.resolve("elsewhere"));
    Map<String, String> client = broker.client("guest");
    client.put(
        "ssl.truststore.location",
        TestCertificate.in(elsewhere, "of-the-store").truststore().toString());
    CommandRun.of("topics describe --config", config(client, ""))
        .shouldBeRefused("do not trust each other", "kafka.ssl.");
  }

  @Test
  void shouldSayThatATruststoreCannotBeRead() throws IOException {
    Map<String, String> client = broker.client("guest");
    client.put("ssl.truststore.location", files.resolve("absent.p12").toString());
    CommandRun.of("topics describe --config", config(client, ""))
        .shouldBeRefused("cannot connect to Kafka");
  }

  @Test
  void shouldSayThatTheClusterMayWantTls() {
    // What speaks TLS never answers what does not: how long it is waited for is all the same.
    CommandRun.of(
            "topics describe --kafka default.api.timeout.ms=1000 --kafka request.timeout.ms=1000"
                + " --bootstrap-servers",
            broker.bootstrapServers())
        .shouldBeRefused("no Kafka broker answers", "kafka.security.protocol");
  }

  @Test
  void shouldSayThatARightIsMissing() throws IOException {
    CommandRun.of("topics create --partitions 1 --config", config(broker.client("guest"), ""))
        .shouldBeRefused("mixtide.context cannot be created");
    CommandRun.of(
            "topics describe --topic-prefix other. --config", config(broker.client("guest"), ""))
        .shouldBeRefused("Kafka does not allow this", "SECURITY.md");
  }

  private Path config(Map<String, String> client, String line) throws IOException {
    String lines =
        client.entrySet().stream()
            .map(entry -> "kafka." + entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n"));
    return Files.writeString(
        files.resolve("my.properties"),
        "%s\nbootstrap.servers=%s\n%s\n".formatted(lines, broker.bootstrapServers(), line));
  }
}

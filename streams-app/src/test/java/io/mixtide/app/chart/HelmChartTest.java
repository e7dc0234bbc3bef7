package io.mixtide.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonParser;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.mixtide.app.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart, rendered by Helm's own code and held against the models of Kubernetes's API. */
class HelmChartTest {
  private static final Path CHART = Path.of("../docker/helm/mixtide");
  private static final Map<String, String> LEAST =
      Map.of(
          "bootstrapServers", "kafka:9092",
          "schemaRegistryUrl", "http://registry:8081",
          "httpToken.value", "secret");

  /** Throws if JSON is not of a kind: a field is unknown, missing or of another type. */
  @FunctionalInterface
  private interface Model {
    void check(com.google.gson.JsonElement json) throws IOException;
  }

  private static final Map<String, Model> MODELS =
      Map.of(
          "ConfigMap", V1ConfigMap::validateJsonElement,
          "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "Secret", V1Secret::validateJsonElement,
          "Service", V1Service::validateJsonElement,
          "StatefulSet", V1StatefulSet::validateJsonElement);

  @TempDir private Path directory;

  @Test
  void shouldPassHelmsOwnChecks() {
    assertThat(new Helm(CHART).lint().strict().call().isFailed()).isFalse();
  }

  @Test
  void shouldSayWhatMustBeGiven() {
    assertThatThrownBy(() -> new Helm(CHART).template().call())
        .hasMessageContaining("bootstrapServers: say where Kafka is");
  }

  @Test
  void shouldRunTheServiceAndTheTrainer() throws Exception {
    Map<String, JsonNode> objects = rendered(Map.of());
    assertThat(objects)
        .containsOnlyKeys(
            "ConfigMap air",
            "PodDisruptionBudget air",
            "Secret air",
            "Service air",
            "StatefulSet air",
            "StatefulSet air-trainer");
    JsonNode service = spec(objects, "StatefulSet air");
    assertThat(service.path("replicas").asInt()).isEqualTo(2);
    JsonNode container = service.at("/template/spec/containers/0");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(texts(container.path("args")))
        .contains(
            "--http-advertised",
            "$(POD_NAME).air:8080",
            "--kafka",
            "group.instance.id=$(POD_NAME)");
    assertThat(service.at("/volumeClaimTemplates/0/spec/resources/requests/storage").asText())
        .isEqualTo("20Gi");
    // What selects pods must be on them, and is not to be changed once it is installed.
    assertThat(service.at("/selector/matchLabels"))
        .isEqualTo(service.at("/template/metadata/labels"))
        .isEqualTo(spec(objects, "Service air").path("selector"));
  }

  @Test
  void shouldGiveSettingsThatTheServiceTakes() throws Exception {
    Map<String, JsonNode> objects =
        rendered(Map.of("settings.num\\.stream\\.threads", "3", "settings.topic\\.prefix", "air."));
    String properties = objects.get("ConfigMap air").at("/data/mixtide.properties").asText();
    // The secret's file is mounted in the pod alone.
    Path file =
        Files.writeString(
            directory.resolve("mixtide.properties"),
            properties.replace("/etc/mixtide-secrets", directory.toString()));
    Files.writeString(directory.resolve("http-token"), "secret");
    Settings settings = Settings.load(file, Map.of(), Map.of("http.advertised", "air-0.air:8080"));
    assertThat(settings.bootstrapServers()).isEqualTo("kafka:9092");
    assertThat(settings.topicPrefix()).isEqualTo("air.");
    assertThat(settings.httpToken()).isNotNull();
    assertThat(settings.advertised(8080).host()).isEqualTo("air-0.air");
  }

  @Test
  void shouldScaleByTheLagOfTheServicesOwnGroup() throws Exception {
    Map<String, JsonNode> objects =
        rendered(
            Map.of(
                "autoscaling.enabled", "true",
                "settings.application\\.id", "air-quality",
                "settings.topic\\.prefix", "air."));
    // Else each upgrade would undo what was scaled.
    assertThat(spec(objects, "StatefulSet air").has("replicas")).isFalse();
    JsonNode scaled = spec(objects, "ScaledObject air");
    assertThat(scaled.at("/scaleTargetRef/name").asText()).isEqualTo("air");
    JsonNode trigger = scaled.at("/triggers/0/metadata");
    assertThat(trigger.path("consumerGroup").asText()).isEqualTo("air-quality");
    assertThat(trigger.path("topic").asText()).isEqualTo("air.context");
    assertThat(trigger.path("lagThreshold").isTextual()).isTrue();
  }

  @Test
  void shouldLeaveOutWhatIsNotWanted() throws Exception {
    Map<String, JsonNode> objects =
        rendered(
            Map.of(
                "trainer.enabled", "false",
                "service.staticMembership", "false",
                "httpToken.existingSecret", "own"));
    assertThat(objects).doesNotContainKeys("StatefulSet air-trainer", "Secret air");
    JsonNode pod = spec(objects, "StatefulSet air").at("/template/spec");
    assertThat(texts(pod.at("/containers/0/args"))).doesNotContain("--kafka");
    assertThat(pod.at("/volumes/1/secret/secretName").asText()).isEqualTo("own");
  }

  @Test
  void shouldFindWhatIsNotOfAKind() {
    assertThatThrownBy(() ->
            V1StatefulSet.validateJsonElement(JsonParser.parseString("{\"spec\":{\"replica\":2}}")))
        .isInstanceOf(Exception.class);
  }

  /** The objects of a release named air by kind and name. */
  private static Map<String, JsonNode> rendered(Map<String, String> values) throws IOException {
    TemplateCommand command = new Helm(CHART).template().withName("air");
    Map<String, String> all = new HashMap<>(LEAST);
    all.putAll(values);
    all.forEach(command::set);
    Map<String, JsonNode> objects = new TreeMap<>();
    YAMLMapper yaml = new YAMLMapper();
    try (MappingIterator<JsonNode> documents =
        yaml.readerFor(JsonNode.class).readValues(command.call())) {
      while (documents.hasNext()) {
        JsonNode object = documents.next();
        String kind = object.path("kind").asText();
        // KEDA's kind is none of Kubernetes's own.
        if (MODELS.containsKey(kind)) {
          assertThatCode(() -> MODELS.get(kind).check(JsonParser.parseString(object.toString())))
              .describedAs(object.toPrettyString())
              .doesNotThrowAnyException();
        }
        objects.put(kind + " " + object.at("/metadata/name").asText(), object);
      }
    }
    return objects;
  }

  private static JsonNode spec(Map<String, JsonNode> objects, String name) {
    assertThat(objects).containsKey(name);
    return objects.get(name).path("spec");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}

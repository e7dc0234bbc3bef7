package io.mixtide.app.stack;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** Apache Kafka and Confluent's Schema Registry, each in a container. */
final class DockerStack implements Stack {
  private static final String KAFKA = "apache/kafka:4.3.1";
  private static final String REGISTRY = "confluentinc/cp-schema-registry:8.3.1";
  private static final String KAFKA_INSIDE = "kafka:19092";
  private static final int REGISTRY_PORT = 8081;

  private final Network network = Network.newNetwork();
  final KafkaContainer kafka =
      new KafkaContainer(KAFKA)
          .withNetwork(network)
          .withNetworkAliases("kafka")
          .withListener(KAFKA_INSIDE);
  final GenericContainer<?> registry =
      new GenericContainer<>(REGISTRY)
          .withNetwork(network)
          .dependsOn(kafka)
          .withExposedPorts(REGISTRY_PORT)
          .withEnv("SCHEMA_REGISTRY_HOST_NAME", "registry")
          .withEnv("SCHEMA_REGISTRY_LISTENERS", "http://0.0.0.0:" + REGISTRY_PORT)
          .withEnv("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "PLAINTEXT://" + KAFKA_INSIDE)
          .waitingFor(Wait.forHttp("/subjects").forStatusCode(200));

  /** Starts the broker first, for the registry keeps its schemas there. */
  @Override
  public void start() {
    registry.start();
  }

  @Override
  public void stop() {
    registry.stop();
    kafka.stop();
    network.close();
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public String registryUrl() {
    return "http://%s:%d".formatted(registry.getHost(), registry.getMappedPort(REGISTRY_PORT));
  }
}

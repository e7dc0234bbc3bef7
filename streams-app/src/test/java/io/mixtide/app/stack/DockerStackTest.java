package io.mixtide.app.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DockerStackTest {

  @Test
  void shouldLetTheRegistryFindTheBroker() {
    DockerStack stack = new DockerStack();

    assertThat(stack.kafka.getNetworkAliases()).contains("kafka");
    assertThat(stack.kafka.getNetwork()).isSameAs(stack.registry.getNetwork());
    assertThat(stack.registry.getEnvMap())
        .containsEntry("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "PLAINTEXT://kafka:19092");
    assertThat(stack.registry.getDependencies()).containsExactly(stack.kafka);
  }
}

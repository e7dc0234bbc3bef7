package io.mixtide.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistriesTest {

  @Test
  void shouldShareTheRegistryInMemoryByName() {
    assertThat(SchemaRegistries.at(List.of("mock://one"), null))
        .isSameAs(SchemaRegistries.at(List.of("mock://one"), null))
        .isNotSameAs(SchemaRegistries.at(List.of("mock://two"), null));
  }

  @Test
  void shouldTakeSeveralHttpUrls() {
    assertThat(SchemaRegistries.at(List.of("http://a:8081", "https://b/registry"), null))
        .isInstanceOf(RestSchemaRegistry.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:8081", "ftp://a", "http://", "http://a b", "http:a"})
  void shouldRefuseAnyOtherUrl(String url) {
    assertThatThrownBy(() -> SchemaRegistries.at(List.of(url), null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'" + url + "' is neither http://HOST:PORT");
  }

  @Test
  void shouldNeedAUrl() {
    assertThatThrownBy(() -> SchemaRegistries.at(List.of(), null))
        .isInstanceOf(ConfigException.class);
  }
}

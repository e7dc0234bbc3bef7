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
    assertThat(SchemaRegistries.at(List.of("mock://one"), RegistryAccess.OPEN))
        .isSameAs(SchemaRegistries.at(List.of("mock://one"), RegistryAccess.OPEN))
        .isNotSameAs(SchemaRegistries.at(List.of("mock://two"), RegistryAccess.OPEN));
  }

  @Test
  void shouldTakeSeveralHttpUrls() {
    assertThat(
            SchemaRegistries.at(
                List.of("http://a:8081", "https://b/registry"), RegistryAccess.OPEN))
        .isInstanceOf(RestSchemaRegistry.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:8081", "ftp://a", "http://", "http://a b", "http:a"})
  void shouldRefuseAnyOtherUrl(String url) {
    assertThatThrownBy(() -> SchemaRegistries.at(List.of(url), RegistryAccess.OPEN))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'" + url + "' is neither http://HOST:PORT");
  }

  @Test
  void shouldNeedAUrl() {
    assertThatThrownBy(() -> SchemaRegistries.at(List.of(), RegistryAccess.OPEN))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void shouldRefuseCredentialsInAUrlWithoutShowingThem() {
    assertThatThrownBy(
            () -> SchemaRegistries.at(List.of("https://ann:s3cret@host"), RegistryAccess.OPEN))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("basic.auth.user.info")
        .hasMessageNotContaining("s3cret");
  }
}

package io.mixtide.schemas.registry;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** HTTP clients, one for the process and each way to trust: each holds a thread of its own. */
final class RegistryClients {

  private static final Map<Map<String, ?>, HttpClient> CLIENTS = new ConcurrentHashMap<>();

  private RegistryClients() {}

  /**
   * The client that trusts as {@code ssl} says.
   *
   * @param ssl as in {@link RegistryAccess}
   * @throws ConfigException if a store cannot be read
   */
  static HttpClient trusting(Map<String, ?> ssl) {
    return CLIENTS.computeIfAbsent(Map.copyOf(ssl), RegistryClients::make);
  }

  private static HttpClient make(Map<String, ?> ssl) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    if (ssl.isEmpty()) {
      return builder.build();
    }
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(
          new AbstractConfig(new ConfigDef().withClientSslSupport(), ssl, false).values());
      return builder.sslContext(factory.sslContext()).build();
    } catch (KafkaException e) {
      String cause = e.getCause() == null ? "" : " (%s)".formatted(e.getCause().getMessage());
      throw new ConfigException(
          "%s%s; correct what begins with schema.registry.ssl.".formatted(e.getMessage(), cause));
    }
  }
}

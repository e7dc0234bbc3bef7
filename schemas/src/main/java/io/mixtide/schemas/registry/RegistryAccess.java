package io.mixtide.schemas.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a registry is shown, and what it must show.
 *
 * @param authorization the value of the header of that name, null for none
 * @param ssl settings named as Kafka's clients name them ({@code ssl.truststore.location}); empty
 *     for Java's own certificates
 */
public record RegistryAccess(@Nullable String authorization, Map<String, ?> ssl) {

  /** Nothing shown, and Java's own certificates trusted. */
  public static final RegistryAccess OPEN = new RegistryAccess(null, Map.of());

  /**
   * Basic authentication.
   *
   * @param userInfo {@code USER:PASSWORD}
   */
  public RegistryAccess withUserInfo(String userInfo) {
    byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
    return new RegistryAccess("Basic " + Base64.getEncoder().encodeToString(bytes), ssl);
  }

  /** Authentication by a token. */
  public RegistryAccess withToken(String token) {
    return new RegistryAccess("Bearer " + token, ssl);
  }

  /** Hides what is secret. */
  @Override
  public String toString() {
    return "RegistryAccess";
  }
}

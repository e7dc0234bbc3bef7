package io.mixtide.app.http;

import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Who is answered, and how what is said is kept from others.
 *
 * @param token what a request must bear, except for one about health; null for nothing
 * @param ssl the server's key, in Kafka's names ({@code ssl.keystore.location}); empty for no TLS
 */
public record HttpAccess(@Nullable Password token, Map<String, Object> ssl) {
  /** Everyone is answered, in the clear. */
  public static final HttpAccess OPEN = new HttpAccess(null, Map.of());

  /** The scheme of the server's addresses. */
  public String scheme() {
    return ssl.isEmpty() ? "http" : "https";
  }
}

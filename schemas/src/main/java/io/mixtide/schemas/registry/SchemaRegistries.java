package io.mixtide.schemas.registry;

import java.net.URI;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/** Chooses the kind of registry by its URL. */
public final class SchemaRegistries {

  private static final String MOCK = "mock://";

  private SchemaRegistries() {}

  /**
   * The registry at an address.
   *
   * @param urls {@code mock://NAME} for one in this process, else {@code http} or {@code https}
   *     URLs of one registry, tried in turn
   * @throws ConfigException if an URL is none of these
   */
  public static SchemaRegistry at(List<String> urls, RegistryAccess access) {
    if (urls.size() == 1 && urls.getFirst().startsWith(MOCK)) {
      return InMemorySchemaRegistry.named(urls.getFirst().substring(MOCK.length()));
    }
    if (urls.isEmpty()) {
      throw new ConfigException("The schema registry needs at least one URL.");
    }
    return new RestSchemaRegistry(
        urls.stream().map(SchemaRegistries::httpUrl).toList(), access, Retries.DEFAULT);
  }

  private static URI httpUrl(String url) {
    if (url.contains("@")) {
      // Not shown: a password may be in it.
      throw new ConfigException(
          "The schema registry's URL has credentials in it; give them by basic.auth.user.info.");
    }
    try {
      URI uri = URI.create(url);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Answered below, as any other URL that is of no use.
    }
    throw new ConfigException(
        "The schema registry's URL '%s' is neither http://HOST:PORT nor https://HOST:PORT nor mock://NAME."
            .formatted(url));
  }
}

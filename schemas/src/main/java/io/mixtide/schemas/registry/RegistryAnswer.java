package io.mixtide.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the registry answered.
 *
 * @param url what was asked
 * @param status the HTTP status, neither 429 nor 5xx
 * @param body the answer, a missing node where it is not JSON
 */
record RegistryAnswer(String url, int status, JsonNode body) {

  /**
   * Whether the registry says that it has no such subject (40401), version (40402) or schema
   * (40403), and not that it has no such page.
   */
  boolean isNotFound() {
    return status == 404 && body.path("error_code").asInt() / 100 == 404;
  }

  /** The registry's own words on an error. */
  String message() {
    return body.path("message").asText("no reason given");
  }

  /**
   * The schema id given.
   *
   * @throws RegistryUnavailableException if there is none
   */
  int id() {
    int id = body.path("id").asInt();
    if (id <= 0) {
      throw useless();
    }
    return id;
  }

  /** An answer that is neither yes nor no, say of a server that is no registry. */
  RegistryUnavailableException useless() {
    return new RegistryUnavailableException(
        switch (status) {
          case 401, 403 ->
              "The schema registry at %s refuses access (%d); check basic.auth.user.info or bearer.auth.token."
                  .formatted(url, status);
          default ->
              "%s answered %d, which a schema registry does not; check schema.registry.url."
                  .formatted(url, status);
        },
        null);
  }
}

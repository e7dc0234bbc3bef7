package io.mixtide.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * A registry behind Confluent's REST interface. Schemas found are for the caller to keep; ids not
 * found are kept for a moment, lest a stream of bad records waits for as many answers. Safe for use
 * by many threads.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Schema
 *     Registry API reference</a>
 */
final class RestSchemaRegistry implements SchemaRegistry {

  private final RegistryHttp http;
  private final Retries retries;
  private final Map<Integer, Long> absentSince = new ConcurrentHashMap<>();

  /**
   * A client of one registry.
   *
   * @param urls its addresses, at least one, each with the path before {@code /subjects} if any
   */
  RestSchemaRegistry(List<URI> urls, RegistryAccess access, Retries retries) {
    this.http = new RegistryHttp(urls, access, retries);
    this.retries = retries;
  }

  @Override
  public int register(String subject, Schema schema) {
    RegistryAnswer answer = http.post("/subjects/" + encode(subject) + "/versions", body(schema));
    return switch (answer.status()) {
      case 200 -> answer.id();
      case 409, 422 ->
          throw new SchemaRejectedException(
              "The registry refuses schema %s under subject '%s': %s."
                  .formatted(schema.getFullName(), subject, answer.message()));
      default -> throw answer.useless();
    };
  }

  @Override
  public int idOf(String subject, Schema schema) {
    RegistryAnswer answer = http.post("/subjects/" + encode(subject), body(schema));
    if (answer.status() == 200) {
      return answer.id();
    }
    if (answer.isNotFound()) {
      throw new UnknownSchemaException(
          "Subject '%s' has no such schema as %s; register it, or set auto.register.schemas=true."
              .formatted(subject, schema.getFullName()));
    }
    throw answer.useless();
  }

  @Override
  public Schema byId(int id) {
    // A registry counts from 1, and may take another number for a wrong path.
    if (id < 1 || isKnownAbsent(id)) {
      throw absent(id);
    }
    RegistryAnswer answer = http.get("/schemas/ids/" + id);
    if (answer.isNotFound()) {
      absentSince.put(id, System.nanoTime());
      throw absent(id);
    }
    JsonNode definition = answer.body().path("schema");
    if (answer.status() != 200 || !definition.isTextual()) {
      throw answer.useless();
    }
    String type = answer.body().path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnknownSchemaException("Schema %d is %s, not AVRO.".formatted(id, type));
    }
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(definition.asText());
    } catch (RuntimeException e) {
      throw new UnknownSchemaException(
          "Schema %d cannot be parsed: %s."
              .formatted(id, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private boolean isKnownAbsent(int id) {
    long now = System.nanoTime();
    absentSince.values().removeIf(since -> now - since >= retries.absence().toNanos());
    return absentSince.containsKey(id);
  }

  private static UnknownSchemaException absent(int id) {
    return new UnknownSchemaException("The registry has no schema with id %d.".formatted(id));
  }

  private static Map<String, String> body(Schema schema) {
    return Map.of("schema", schema.toString());
  }

  private static String encode(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

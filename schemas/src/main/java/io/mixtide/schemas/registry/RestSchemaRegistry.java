package io.mixtide.schemas.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A registry behind Confluent's REST interface. Where the connection fails, or the answer is 429 or
 * 5xx, the next URL is tried, and after the last the first again, some rounds with growing pauses.
 * Schemas found are for the caller to keep; ids not found are kept for a moment, lest a stream of
 * bad records waits for as many answers. Safe for use by many threads.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Schema
 *     Registry API reference</a>
 */
final class RestSchemaRegistry implements SchemaRegistry {

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /** One client for the process: each holds a thread of its own. */
  private static final class Http {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  private final ObjectMapper json = new ObjectMapper();
  private final List<String> urls;
  private final @Nullable String authorization;
  private final Retries retries;
  private final Map<Integer, Long> absentSince = new ConcurrentHashMap<>();

  /**
   * A client of one registry.
   *
   * @param urls its addresses, at least one, each with the path before {@code /subjects} if any
   * @param userInfo {@code USER:PASSWORD} for basic authentication, null for none
   */
  RestSchemaRegistry(List<URI> urls, @Nullable String userInfo, Retries retries) {
    this.urls = urls.stream().map(url -> url.toString().replaceAll("/+$", "")).toList();
    this.authorization =
        userInfo == null
            ? null
            : "Basic "
                + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    this.retries = retries;
  }

  @Override
  public int register(String subject, Schema schema) {
    Answer answer = post("/subjects/" + encode(subject) + "/versions", schema);
    return switch (answer.status) {
      case 200 -> answer.positive("id");
      case 409, 422 ->
          throw new SchemaRejectedException(
              "The registry refuses schema %s under subject '%s': %s."
                  .formatted(schema.getFullName(), subject, answer.message()));
      default -> throw answer.useless();
    };
  }

  @Override
  public int idOf(String subject, Schema schema) {
    Answer answer = post("/subjects/" + encode(subject), schema);
    if (answer.status == 200) {
      return answer.positive("id");
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
    // A registry counts from 1, and takes another number for a wrong path.
    if (id < 1 || isKnownAbsent(id)) {
      throw absent(id);
    }
    Answer answer = ask("/schemas/ids/" + id, null);
    if (answer.isNotFound()) {
      absentSince.put(id, System.nanoTime());
      throw absent(id);
    }
    JsonNode definition = answer.body.path("schema");
    if (answer.status != 200 || !definition.isTextual()) {
      throw answer.useless();
    }
    String type = answer.body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnknownSchemaException("Schema %d is %s, not AVRO.".formatted(id, type));
    }
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(definition.asText());
    } catch (AvroRuntimeException e) {
      throw new UnknownSchemaException(
          "Schema %d cannot be parsed: %s.".formatted(id, e.getMessage()), e);
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

  private Answer post(String path, Schema schema) {
    try {
      return ask(path, json.writeValueAsString(Map.of("schema", schema.toString())));
    } catch (JacksonException e) {
      throw new IllegalStateException("A string is always JSON", e);
    }
  }

  private Answer ask(String path, @Nullable String body) {
    String fault = "";
    Exception cause = null;
    long pause = retries.firstPause().toMillis();
    try {
      for (int round = 1; ; round++) {
        for (String url : urls) {
          try {
            Answer answer = askOnce(url + path, body);
            if (answer.status != 429 && answer.status < 500) {
              return answer;
            }
            fault = "%s answered %d".formatted(url, answer.status);
          } catch (IOException e) {
            fault = "%s cannot be reached".formatted(url);
            cause = e;
          }
        }
        if (round == retries.rounds()) {
          throw new RegistryUnavailableException(
              "The schema registry is not available: %s.".formatted(fault), cause);
        }
        Thread.sleep(pause);
        pause *= 2;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("Interrupted while asking the schema registry.", e);
    }
  }

  private Answer askOnce(String url, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(retries.timeout())
            .header("Accept", CONTENT_TYPE);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (body != null) {
      request.header("Content-Type", CONTENT_TYPE).POST(BodyPublishers.ofString(body));
    }
    HttpResponse<String> response = Http.CLIENT.send(request.build(), BodyHandlers.ofString());
    return new Answer(url, response.statusCode(), parse(response.body()));
  }

  private JsonNode parse(String body) {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  private static String encode(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private record Answer(String url, int status, JsonNode body) {

    /**
     * Whether the registry says that it has no such subject (40401), version (40402) or schema
     * (40403), and not that it has no such page.
     */
    boolean isNotFound() {
      return status == 404 && body.path("error_code").asInt() / 100 == 404;
    }

    String message() {
      return body.path("message").asText("no reason given");
    }

    int positive(String field) {
      int value = body.path(field).asInt();
      if (value <= 0) {
        throw useless();
      }
      return value;
    }

    /** An answer that is neither yes nor no, say of a server that is no registry. */
    RegistryUnavailableException useless() {
      return new RegistryUnavailableException(
          switch (status) {
            case 401, 403 ->
                "The schema registry at %s refuses access (%d); check basic.auth.user.info."
                    .formatted(url, status);
            default ->
                "%s answered %d, which a schema registry does not; check schema.registry.url."
                    .formatted(url, status);
          },
          null);
    }
  }
}

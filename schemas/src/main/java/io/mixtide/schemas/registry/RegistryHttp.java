package io.mixtide.schemas.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions to a registry over HTTP. Where the connection fails, or the answer is 429 or 5xx, the
 * next URL is tried, and after the last the first again, some rounds with growing pauses.
 */
final class RegistryHttp {

  private static final Logger log = LoggerFactory.getLogger(RegistryHttp.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /** No schema has as many bytes: more than these are not read, whoever sends them. */
  private static final long MAX_ANSWER_BYTES = 4L << 20;

  private final ObjectMapper json = new ObjectMapper();
  private final List<String> urls;
  private final @Nullable String authorization;
  private final HttpClient client;
  private final Retries retries;

  RegistryHttp(List<URI> urls, RegistryAccess access, Retries retries) {
    this.urls = urls.stream().map(url -> url.toString().replaceAll("/+$", "")).toList();
    this.authorization = access.authorization();
    this.client = RegistryClients.trusting(access.ssl());
    this.retries = retries;
  }

  /**
   * Gets what is at a path.
   *
   * @throws RegistryUnavailableException if there is no answer
   */
  RegistryAnswer get(String path) {
    return ask(path, null);
  }

  /**
   * Posts a JSON object to a path.
   *
   * @throws RegistryUnavailableException if there is no answer
   */
  RegistryAnswer post(String path, Map<String, String> object) {
    try {
      return ask(path, json.writeValueAsString(object));
    } catch (JacksonException e) {
      throw new IllegalStateException("strings are always JSON", e);
    }
  }

  private RegistryAnswer ask(String path, @Nullable String body) {
    String fault = "";
    Exception cause = null;
    long pause = retries.firstPause().toMillis();
    try {
      for (int round = 1; ; round++) {
        for (String url : urls) {
          try {
            RegistryAnswer answer = askOnce(url + path, body);
            if (answer.status() != 429 && answer.status() < 500) {
              return answer;
            }
            fault = "%s answered %d".formatted(url, answer.status());
          } catch (SSLException e) {
            fault =
                "%s is not trusted, or does not trust this client (%s); check schema.registry.ssl.truststore.location"
                    .formatted(url, e.getMessage());
            cause = e;
          } catch (IOException e) {
            fault = "%s cannot be reached".formatted(url);
            cause = e;
          }
        }
        if (round == retries.rounds()) {
          throw new RegistryUnavailableException(
              "The schema registry is not available: %s.".formatted(fault), cause);
        }
        log.warn("The schema registry is not available: {}; next try in {} ms.", fault, pause);
        Thread.sleep(pause);
        pause *= 2;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("Interrupted while asking the schema registry.", e);
    }
  }

  private RegistryAnswer askOnce(String url, @Nullable String body)
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
    HttpResponse<String> response =
        client.send(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES));
    return new RegistryAnswer(url, response.statusCode(), parse(response.body()));
  }

  private JsonNode parse(String body) {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}

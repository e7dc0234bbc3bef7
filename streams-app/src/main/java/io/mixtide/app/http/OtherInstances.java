package io.mixtide.app.http;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Asks the other instances about a task that is not on this one, and hands on what they answer.
 * First that which should have it; then the rest, for senders may partition otherwise than Kafka
 * does by default.
 */
public final class OtherInstances implements AutoCloseable {
  /** Says that another instance asks, so that no request goes round in circles. */
  private static final String FORWARDED = "Mixtide-Forwarded";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int NOT_FOUND = 404;
  private static final int SERVER_FAULT = 500;

  private final Function<String, List<HostInfo>> others;
  private final String scheme;
  private final HttpClient client;

  /**
   * @param others where the other instances are by HTTP, the likeliest for a task first
   * @param access as this instance's own
   */
  public OtherInstances(Function<String, List<HostInfo>> others, HttpAccess access) {
    this.others = others;
    scheme = access.scheme();
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
    if (!access.ssl().isEmpty()) {
      builder.sslContext(Tls.context(access.ssl()));
    }
    client = builder.build();
  }

  /**
   * Answers with what another instance says.
   *
   * @param context a request about a task that is not on this instance
   * @throws NotFoundResponse if no instance has the task
   * @throws ServiceUnavailableResponse if one that may have it does not answer
   */
  void answer(String task, Context context) {
    if (context.header(FORWARDED) != null) {
      throw new NotFoundResponse("no task '%s' on this instance".formatted(task));
    }
    Optional<HostInfo> silent = Optional.empty();
    for (HostInfo other : others.apply(task)) {
      Optional<HttpResponse<byte[]>> response = ask(other, context);
      int status = response.map(HttpResponse::statusCode).orElse(SERVER_FAULT);
      if (status < SERVER_FAULT && status != NOT_FOUND) {
        handOn(response.orElseThrow(), context);
        return;
      }
      if (status != NOT_FOUND) {
        silent = Optional.of(other);
      }
    }
    silent.ifPresent(other -> {
      throw new ServiceUnavailableResponse(
          "no task '%s' but perhaps on the instance at %s:%d, which gives no answer: try again"
              .formatted(task, other.host(), other.port()));
    });
    throw new NotFoundResponse("no task '%s' on any instance".formatted(task));
  }

  private Optional<HttpResponse<byte[]>> ask(HostInfo other, Context context) {
    String query = context.queryString() == null ? "" : "?" + context.queryString();
    URI uri =
        URI.create(
            "%s://%s:%d%s%s"
                .formatted(
                    scheme, other.host(), other.port(), context.req().getRequestURI(), query));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header(FORWARDED, "1");
    String authorization = context.header(Header.AUTHORIZATION);
    if (authorization != null) {
      request.header(Header.AUTHORIZATION, authorization);
    }
    try {
      return Optional.of(client.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static void handOn(HttpResponse<byte[]> response, Context context) {
    context.status(response.statusCode());
    response.headers().firstValue(Header.CONTENT_TYPE).ifPresent(context::contentType);
    context.result(response.body());
  }

  @Override
  public void close() {
    client.close();
  }
}

package io.mixtide.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import io.mixtide.schemas.registry.UnknownSchemaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry behind Confluent's REST interface, as far as the serdes ask. It can go away and
 * come back at the same address with what it knew.
 */
public final class SchemaRegistryServer implements AutoCloseable {
  private final JsonMapper json = new JsonMapper();
  private final InMemorySchemaRegistry schemas = new InMemorySchemaRegistry();
  private final @Nullable SSLContext tls;
  private final @Nullable String authorization;
  private HttpServer server;
  private final int port;

  /** Starts at any free port. */
  public SchemaRegistryServer() {
    this(null, null);
  }

  /**
   * Starts at any free port of 127.0.0.1, over TLS.
   *
   * @param userInfo {@code USER:PASSWORD} to ask for
   */
  public SchemaRegistryServer(@Nullable SSLContext tls, @Nullable String userInfo) {
    this.tls = tls;
    authorization =
        userInfo == null
            ? null
            : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8));
    server = listen(0);
    port = server.getAddress().getPort();
  }

  /** The address for {@code schema.registry.url}. */
  public String url() {
    return (tls == null ? "http" : "https") + "://127.0.0.1:" + port;
  }

  /** Refuses connections from now on. */
  public void goAway() {
    server.stop(0);
  }

  /** Answers again. */
  public void comeBack() {
    server = listen(port);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private HttpServer listen(int port) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      HttpServer started = tls == null ? HttpServer.create(address, 0) : secure(address, tls);
      started.createContext("/", this::answer);
      started.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpsServer secure(InetSocketAddress address, SSLContext tls) throws IOException {
    HttpsServer secure = HttpsServer.create(address, 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls));
    return secure;
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (authorization != null
        && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
      return;
    }
    String[] path = exchange.getRequestURI().getRawPath().split("/", -1);
    try {
      if (path[1].equals("schemas")) {
        Schema schema = schemas.byId(Integer.parseInt(path[3]));
        respond(exchange, 200, Map.of("schema", schema.toString()));
      } else {
        Schema schema =
            new Schema.Parser()
                .parse(json.readTree(exchange.getRequestBody()).path("schema").asText());
        String subject = URLDecoder.decode(path[2], UTF_8);
        boolean register = path.length == 4;
        respond(
            exchange,
            200,
            Map.of(
                "id",
                register ? schemas.register(subject, schema) : schemas.idOf(subject, schema)));
      }
    } catch (UnknownSchemaException e) {
      respond(exchange, 404, Map.of("error_code", 40403, "message", e.getMessage()));
    } finally {
      exchange.close();
    }
  }

  private void respond(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

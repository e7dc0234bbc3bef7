package io.mixtide.app.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import io.mixtide.schemas.registry.SchemaRejectedException;
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
 * A schema registry behind Confluent's REST interface, as far as the serdes ask, on the loopback
 * address. It can go away and come back at the same address with what it knew.
 */
public final class SchemaRegistryServer implements AutoCloseable {
  private final JsonMapper json = new JsonMapper();
  private final InMemorySchemaRegistry schemas;
  private final @Nullable SSLContext tls;
  private final @Nullable String authorization;
  private HttpServer server;
  private final int port;

  /** Starts at any free port, knowing no schema. */
  public SchemaRegistryServer() {
    this(null, null);
  }

  /**
   * Starts at any free port, over TLS, knowing no schema.
   *
   * @param userInfo {@code USER:PASSWORD} to ask for
   */
  public SchemaRegistryServer(@Nullable SSLContext tls, @Nullable String userInfo) {
    this(new InMemorySchemaRegistry(), 0, tls, userInfo);
  }

  /**
   * Starts.
   *
   * @param schemas what it knows, which several servers may share
   * @param port 0 for any free one
   */
  public SchemaRegistryServer(InMemorySchemaRegistry schemas, int port) {
    this(schemas, port, null, null);
  }

  private SchemaRegistryServer(
      InMemorySchemaRegistry schemas,
      int port,
      @Nullable SSLContext tls,
      @Nullable String userInfo) {
    this.schemas = schemas;
    this.tls = tls;
    authorization =
        userInfo == null
            ? null
            : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8));
    server = listen(port);
    this.port = server.getAddress().getPort();
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
    try (exchange) {
      try {
        respond(exchange, 200, found(exchange));
      } catch (UnknownSchemaException e) {
        respond(exchange, 404, Map.of("error_code", 40403, "message", e.getMessage()));
      } catch (SchemaRejectedException e) {
        respond(exchange, 409, Map.of("error_code", 409, "message", e.getMessage()));
      }
    }
  }

  private Map<String, ?> found(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getRawPath().split("/", -1);
    if (path[1].equals("schemas")) {
      return Map.of("schema", schemas.byId(Integer.parseInt(path[3])).toString());
    }
    Schema schema =
        new Schema.Parser().parse(json.readTree(exchange.getRequestBody()).path("schema").asText());
    String subject = URLDecoder.decode(path[2], UTF_8);
    boolean register = path.length == 4;
    return Map.of(
        "id", register ? schemas.register(subject, schema) : schemas.idOf(subject, schema));
  }

  private void respond(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

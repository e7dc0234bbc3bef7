package io.mixtide.app.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import io.mixtide.schemas.registry.UnknownSchemaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * A schema registry behind Confluent's REST interface, as far as the serdes ask, on the loopback
 * address. It can go away and come back at the same address with what it knew.
 */
public final class SchemaRegistryServer implements AutoCloseable {
  private final JsonMapper json = new JsonMapper();
  private final InMemorySchemaRegistry schemas;
  private HttpServer server;
  private final int port;

  /** Starts at any free port, knowing no schema. */
  public SchemaRegistryServer() {
    this(new InMemorySchemaRegistry(), 0);
  }

  /**
   * Starts.
   *
   * @param schemas what it knows, which several servers may share
   * @param port 0 for any free one
   */
  public SchemaRegistryServer(InMemorySchemaRegistry schemas, int port) {
    this.schemas = schemas;
    server = listen(port);
    this.port = server.getAddress().getPort();
  }

  /** The address for {@code schema.registry.url}. */
  public String url() {
    return "http://127.0.0.1:" + port;
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
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      started.createContext("/", this::answer);
      started.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getRawPath().split("/", -1);
    try (exchange) {
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
    }
  }

  private void respond(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

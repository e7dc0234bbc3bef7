package io.mixtide.app.http;

import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import io.mixtide.app.UserErrorException;
import java.util.List;

/** An HTTP server with the routes it is given, running from construction to close. */
public final class HttpServer implements AutoCloseable {
  private final Javalin server;

  private HttpServer(Javalin server) {
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param host the address to listen on
   * @param port the port, 0 for any free one
   * @throws UserErrorException if the port is taken or the address is none of this machine's
   */
  public static HttpServer start(String host, int port, List<Routes> resources) {
    Javalin server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.startupWatcherEnabled = false;
          resources.forEach(resource -> resource.addTo(config.routes));
        });
    try {
      return new HttpServer(server.start(host, port));
    } catch (JavalinBindException e) {
      server.stop();
      throw new UserErrorException(
          "the HTTP server cannot listen on %s:%d: stop what uses it, or set http.host and http.port"
              .formatted(host, port),
          e);
    }
  }

  /** The port that the server listens on. */
  public int port() {
    return server.port();
  }

  /** Stops the server after the requests it is answering. */
  @Override
  public void close() {
    server.stop();
  }
}

package io.mixtide.app.http;

import io.javalin.Javalin;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.util.JavalinBindException;
import io.mixtide.app.UserErrorException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server with the routes it is given, running from construction to close. Until it is
 * opened it answers that the service is starting: what is behind the routes may have to know the
 * port.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** An observation of as many numbers as a request line is long, and more. */
  private static final long MAX_BODY_BYTES = 64L * 1024;

  private final Javalin server;
  private final AtomicBoolean open;

  private HttpServer(Javalin server, AtomicBoolean open) {
    this.server = server;
    this.open = open;
  }

  /**
   * Starts a server.
   *
   * @param host the address to listen on
   * @param port the port, 0 for any free one
   * @param access who is answered
   * @throws UserErrorException if the port is taken, the address is none of this machine's, or the
   *     key cannot be read
   */
  public static HttpServer start(String host, int port, HttpAccess access, List<Routes> resources) {
    warnOfOpenDoors(host, access);
    AtomicBoolean open = new AtomicBoolean();
    Javalin server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.startupWatcherEnabled = false;
          config.http.maxRequestSize = MAX_BODY_BYTES;
          if (!access.ssl().isEmpty()) {
            Tls.listen(config.jetty, host, port, access.ssl());
          }
          if (access.token() != null) {
            config.routes.before(new BearerToken(access.token().value()));
          }
          config.routes.before(_ -> {
            if (!open.get()) {
              throw new ServiceUnavailableResponse("the service is starting");
            }
          });
          resources.forEach(resource -> resource.addTo(config.routes));
        });
    try {
      return new HttpServer(server.start(host, port), open);
    } catch (JavalinBindException e) {
      server.stop();
      throw new UserErrorException(
          "the HTTP server cannot listen on %s:%d: stop what uses it, or set http.host and http.port"
              .formatted(host, port),
          e);
    }
  }

  private static void warnOfOpenDoors(String host, HttpAccess access) {
    if (isLoopback(host)) {
      return;
    }
    if (access.token() == null) {
      LOG.warn(
          "HTTP on {} answers everyone who reaches it: set http.token, or http.host to 127.0.0.1",
          host);
    } else if (access.ssl().isEmpty()) {
      LOG.warn(
          "The token travels to HTTP on {} in the clear: set http.ssl.keystore.location, or put TLS before it",
          host);
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // The server says so when it starts.
      return true;
    }
  }

  /** From now on the routes answer. */
  public void open() {
    open.set(true);
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

package io.mixtide.app.embedded;

import io.mixtide.app.UserErrorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM: one KRaft node that is controller and broker, listening on the
 * loopback address only, without authentication unless it is given properties for that.
 *
 * <p>It starts in two to four seconds. Transactions, compaction and consumer groups work as on a
 * cluster; replication does not exist, so data written here survives a restart only if a directory
 * was given, and never the loss of that disk.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int ATTEMPTS_AT_FREE_PORTS = 3;

  private final KafkaRaftServer server;
  private final int port;
  private final @Nullable Path temporaryDirectory;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, int port, @Nullable Path temporaryDirectory) {
    this.server = server;
    this.port = port;
    this.temporaryDirectory = temporaryDirectory;
  }

  /** Starts a broker on a free port, with its log in a temporary directory deleted on close. */
  public static EmbeddedBroker start() {
    return start(0, null);
  }

  /**
   * Starts a broker as {@link #start()} does, which asks clients for more.
   *
   * @param more of the broker's properties; its clients' listener is named {@code PLAINTEXT},
   *     whatever protocol {@code listener.security.protocol.map} gives it
   */
  public static EmbeddedBroker start(Map<String, String> more) {
    return start(0, null, more);
  }

  /**
   * Starts a broker.
   *
   * @param port the port clients connect to; 0 chooses a free one
   * @param directory where the broker keeps its log, formatted if empty and kept on close; null for
   *     a temporary directory that is deleted on close
   * @throws UserErrorException if the port is taken or the directory cannot be used
   */
  public static EmbeddedBroker start(int port, @Nullable Path directory) {
    return start(port, directory, Map.of());
  }

  private static EmbeddedBroker start(
      int port, @Nullable Path directory, Map<String, String> more) {
    for (int attempt = 1; ; attempt++) {
      int clientPort = port == 0 ? freePort() : port;
      int controllerPort = freePort();
      requireFree(clientPort);
      try {
        return startOn(clientPort, controllerPort, directory, more);
      } catch (StartupFault fault) {
        // Between choosing a free port and binding it, another process may have taken it.
        if (port != 0 || attempt == ATTEMPTS_AT_FREE_PORTS) {
          throw new UserErrorException(
              "the embedded Kafka broker did not start: "
                  + rootMessage(fault)
                  + "; run with --debug for its log",
              fault);
        }
      }
    }
  }

  /** The address for the {@code bootstrap.servers} of clients, as {@code host:port}. */
  public String bootstrapServers() {
    return BrokerProperties.HOST + ":" + port;
  }

  /** Stops the broker; deletes its log unless a directory was given. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.shutdown();
    server.awaitShutdown();
    if (temporaryDirectory != null) {
      DirectoryTree.delete(temporaryDirectory);
    }
  }

  /**
   * Kafka ends the JVM when a server cannot start; while one starts here, its exit is an exception.
   * The exit procedure is one for the whole JVM, so brokers start one after the other.
   */
  private static synchronized EmbeddedBroker startOn(
      int port, int controllerPort, @Nullable Path directory, Map<String, String> more) {
    Path temporary = directory == null ? temporaryDirectory() : null;
    Path log = directory == null ? Objects.requireNonNull(temporary) : directory;
    KafkaRaftServer server = null;
    Exit.setExitProcedure((status, message) -> fail(message));
    Exit.setHaltProcedure((status, message) -> fail(message));
    try {
      StorageFormat.apply(log, BrokerProperties.SINGLE_ID);
      server =
          new KafkaRaftServer(
              KafkaConfig.fromProps(
                  BrokerProperties.single(port, controllerPort, log, more), false),
              Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, port, temporary);
    } catch (Exception e) {
      stopQuietly(server);
      if (temporary != null) {
        DirectoryTree.delete(temporary);
      }
      throw e instanceof StartupFault fault ? fault : new StartupFault(rootMessage(e), e);
    } finally {
      Exit.resetExitProcedure();
      Exit.resetHaltProcedure();
    }
  }

  private static void stopQuietly(@Nullable KafkaRaftServer server) {
    if (server == null) {
      return;
    }
    try {
      server.shutdown();
      server.awaitShutdown();
    } catch (RuntimeException e) {
      LOG.debug("A broker that had not started did not stop cleanly either", e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("mixtide-broker-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UserErrorException(
          "port %d is taken, so the embedded Kafka broker cannot listen there: stop what uses it or choose another port"
              .formatted(port),
          e);
    }
  }

  private static void fail(@Nullable String message) {
    throw new StartupFault(message == null ? "Kafka gave up" : message, null);
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /** What would have ended the JVM, had Kafka's server been started by its own script. */
  private static final class StartupFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartupFault(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}

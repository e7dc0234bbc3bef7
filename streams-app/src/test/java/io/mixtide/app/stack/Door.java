package io.mixtide.app.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to a server, which can be shut: connections made through it, and those that are tried
 * then, end at once, and the server itself notices nothing.
 */
public final class Door implements AutoCloseable {
  private final URI server;
  private final ServerSocket entrance;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private volatile boolean shut;

  /** A door to the server at that address, open, at a free port. */
  public Door(String server) {
    this.server = URI.create(server);
    try {
      entrance = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The server's address through this door. */
  public String url() {
    return "http://127.0.0.1:" + entrance.getLocalPort() + server.getPath();
  }

  /** Lets no one through from now on. */
  public void goAway() {
    shut = true;
    open.forEach(Door::close);
  }

  /** How many connections were tried while it was shut. */
  int turnedAway() {
    return turnedAway.get();
  }

  /** Lets everyone through again. */
  public void comeBack() {
    shut = false;
  }

  @Override
  public void close() {
    goAway();
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        let(entrance.accept());
      } catch (IOException e) {
        // The door is closed, or the server is gone: whoever came sees the connection end.
      }
    }
  }

  private void let(Socket client) throws IOException {
    open.add(client);
    if (shut) {
      turnedAway.incrementAndGet();
      close(client);
      return;
    }
    try {
      Socket behind = new Socket(server.getHost(), server.getPort());
      open.add(behind);
      Thread.ofVirtual().start(() -> pass(client, behind));
      Thread.ofVirtual().start(() -> pass(behind, client));
    } catch (IOException e) {
      close(client);
      throw e;
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Either end has closed.
    }
    close(from);
    close(to);
    open.remove(from);
    open.remove(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

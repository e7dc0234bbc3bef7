package io.mixtide.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way from one instance to one broker, which can be broken or slow while all others are not. A
 * broken one loses nothing that was under way, as TCP does not: it arrives when the way is whole
 * again, perhaps when no one cares for it any more. Network namespaces would do without the extra
 * hop, but need root; this works everywhere.
 */
final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final ServerSocket door;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean broken;
  private Duration delay = Duration.ZERO;

  /**
   * Listens on any free port of the loopback address.
   *
   * @param target port there that connections are relayed to
   */
  TcpProxy(int target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = Thread.ofVirtual().start(this::accept);
  }

  /** The port that it listens on. */
  int port() {
    return door.getLocalPort();
  }

  /** From now on nothing gets through, either way. */
  synchronized void interrupt() {
    broken = true;
  }

  /** From now on each piece of up to 64 KiB takes its time, either way. */
  synchronized void slow(Duration each) {
    delay = each;
  }

  /** From now on everything gets through at once. */
  synchronized void restore() {
    broken = false;
    delay = Duration.ZERO;
    notifyAll();
  }

  private synchronized void awaitWhole() throws InterruptedException {
    while (broken) {
      wait();
    }
  }

  private synchronized Duration delay() {
    return delay;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        var _ = Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed, or a client that was gone at once.
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try {
      awaitWhole();
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(broker);
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      var _ = Thread.ofVirtual().start(() -> relay(client, broker));
      relay(broker, client);
    } catch (IOException e) {
      drop(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void relay(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        Thread.sleep(delay());
        awaitWhole();
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // The end of a connection, whoever ended it, is the end of both halves.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      // That the other side is gone does not get through either.
      awaitWhole();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drop(from);
    drop(to);
  }

  private void drop(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  @Override
  public void close() {
    restore();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(this::drop);
  }
}

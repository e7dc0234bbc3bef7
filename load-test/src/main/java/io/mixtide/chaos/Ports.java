package io.mixtide.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports below those that systems give to outgoing connections: a process that was killed finds
 * its port free when it comes back.
 */
final class Ports {
  private static final int FIRST = 15_000;
  private static final int END = 32_000;

  private final Set<Integer> given = new HashSet<>();

  /** A port that is free and was not given before. */
  int next() {
    while (true) {
      // Not of the run's seed: two runs of one seed must not meet.
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port) && given.add(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

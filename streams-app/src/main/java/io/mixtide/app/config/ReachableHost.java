package io.mixtide.app.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name by which others reach what listens on an address. */
final class ReachableHost {
  private ReachableHost() {}

  /** The address itself, or this machine's name if it stands for every address. */
  static String of(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress()
          ? InetAddress.getLocalHost().getHostName()
          : host;
    } catch (UnknownHostException e) {
      // Whoever listens on it says so.
      return host;
    }
  }
}

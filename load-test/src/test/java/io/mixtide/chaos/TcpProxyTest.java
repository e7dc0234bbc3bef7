package io.mixtide.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final int SHORT_MS = 200;
  private static final int LONG_MS = 10_000;

  private ServerSocket server;
  private TcpProxy proxy;
  private Socket client;
  private Socket served;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    proxy = new TcpProxy(server.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(LONG_MS);
    served = server.accept();
    served.setSoTimeout(LONG_MS);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void shouldRelayBothWays() throws IOException {
    client.getOutputStream().write(1);
    assertThat(served.getInputStream().read()).isEqualTo(1);
    served.getOutputStream().write(2);
    assertThat(client.getInputStream().read()).isEqualTo(2);
  }

  @Test
  void shouldHoldBackWhatIsSentOverABrokenWayUntilItIsWhole() throws IOException {
    proxy.interrupt();
    client.getOutputStream().write(1);
    served.setSoTimeout(SHORT_MS);
    assertThatThrownBy(() -> served.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    server.setSoTimeout(SHORT_MS);
    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
      proxy.restore();
      served.setSoTimeout(LONG_MS);
      assertThat(served.getInputStream().read()).isEqualTo(1);
      server.setSoTimeout(LONG_MS);
      late.getOutputStream().write(3);
      assertThat(server.accept().getInputStream().read()).isEqualTo(3);
    }
  }

  @Test
  void shouldNotSayOverABrokenWayThatTheOtherSideIsGone() throws IOException {
    proxy.interrupt();
    served.close();
    client.setSoTimeout(SHORT_MS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    proxy.restore();
    client.setSoTimeout(LONG_MS);
    assertThat(client.getInputStream().read()).isNegative();
  }

  @Test
  void shouldTakeItsTime() throws IOException {
    proxy.slow(Duration.ofMillis(SHORT_MS));
    long before = System.nanoTime();
    client.getOutputStream().write(1);
    assertThat(served.getInputStream().read()).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThan(Duration.ofMillis(SHORT_MS - 1));
  }

  @Test
  void shouldEndConnectionsToWhatIsNotThere() throws IOException {
    server.close();
    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      late.setSoTimeout(LONG_MS);
      assertThat(late.getInputStream().read()).isNegative();
    }
  }
}

package io.mixtide.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.testing.Mutations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever a client sends, it is answered by 200, by what says that the client is wrong, or by the
 * end of the connection; and the next client is served.
 */
class HttpFuzzTest {
  private static final List<String> TARGETS =
      List.of(
          "/tasks/a?x=0.5",
          "/tasks/a?x=0.5&x=1,2",
          "/tasks/a?x=",
          "/tasks/%C3%BC%20?x=NaN",
          "/tasks/%F0%9F%98%80%00?x=1e999",
          "/tasks/%C3?x=-0x1p3",
          "/tasks/..%2f..%2fa?x=,,,",
          "/tasks/" + "a".repeat(3000) + "?x=1",
          "/tasks/a?" + "x=1&".repeat(800),
          "/health/live",
          "/health/ready",
          "/",
          "*",
          "//");
  private static final List<byte[]> REQUESTS =
      TARGETS.stream()
          .map(target ->
              "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .formatted(target)
                  .getBytes(ISO_8859_1))
          .toList();
  private static final OtherInstances ALONE = new OtherInstances(_ -> List.of(), HttpAccess.OPEN);
  private static final HttpServer SERVER =
      HttpServer.start(
          "127.0.0.1",
          0,
          HttpAccess.OPEN,
          List.of(
              new HealthRoutes(() -> true, Optional::empty),
              new TaskRoutes(
                  (_, xs) -> {
                    // As a service whose release takes one finite number, and which has no task.
                    if (!xs.stream().allMatch(x -> x.length == 1 && Double.isFinite(x[0]))) {
                      throw new IllegalArgumentException("x must have 1 finite values");
                    }
                    return Optional.empty();
                  },
                  ALONE)));

  static {
    SERVER.open();
  }

  @AfterContainer
  static void stop() {
    SERVER.close();
    ALONE.close();
  }

  @Property(tries = 100)
  void shouldSurviveDamagedRequests(@ForAll long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      int status = status(Mutations.mutate(REQUESTS, random));
      assertThat(status).isBetween(0, 505).isNotEqualTo(500);
    }
    assertThat(status(REQUESTS.get(TARGETS.indexOf("/health/live")))).isEqualTo(200);
  }

  @Property(tries = 1)
  void shouldAnswerAllThatIsWellFormed() {
    for (int i = 0; i < REQUESTS.size(); i++) {
      assertThat(status(REQUESTS.get(i))).as(TARGETS.get(i)).isIn(200, 400, 404, 414, 431);
    }
  }

  /** 0 if the server ends the connection, or 100 if it waits for the rest of the request. */
  private static int status(byte[] request) {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), SERVER.port())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      byte[] answer = socket.getInputStream().readAllBytes();
      String start = new String(Arrays.copyOf(answer, Math.min(12, answer.length)), ISO_8859_1);
      return start.matches("HTTP/1\\.1 \\d{3}") ? Integer.parseInt(start.substring(9)) : 0;
    } catch (SocketException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

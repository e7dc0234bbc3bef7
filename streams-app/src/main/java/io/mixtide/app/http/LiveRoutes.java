package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.sse.SseClient;
import io.mixtide.app.dashboard.Dashboard;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /live?task=NAME}: what there is to see now, as server-sent events named {@code
 * snapshot} of {@link io.mixtide.app.dashboard.Snapshot}s in JSON, a few a second. The outputs of
 * all instances are in it, whichever is asked. The reading of them begins when a browser asks for
 * the page's script: what asks for {@code /} may only want to know whether the service is there.
 */
public final class LiveRoutes implements Routes, AutoCloseable {
  private static final long PERIOD_MS = 250;

  private static final long CLOSE_TIMEOUT_MS = 4 * PERIOD_MS;
  private static final int MAX_CLIENTS = 32;

  private final Dashboard dashboard;
  private final Semaphore places = new Semaphore(MAX_CLIENTS);
  private volatile boolean closing;

  /** Shows what is on a dashboard. */
  public LiveRoutes(Dashboard dashboard) {
    this.dashboard = dashboard;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.before(
        "/live",
        _ -> {
          if (places.availablePermits() == 0) {
            throw new ServiceUnavailableResponse(
                "%d pages are open already: close one".formatted(MAX_CLIENTS));
          }
        });
    routes.sse("/live", this::accept);
    // Beside the answer, which must not wait for brokers.
    routes.before(
        PageRoutes.MAIN_SCRIPT,
        _ -> Thread.ofVirtual().name("mixtide-page-opening").start(this::beginReading));
  }

  private void beginReading() {
    if (!closing) {
      dashboard.look().close();
    }
  }

  private void accept(SseClient client) {
    if (!places.tryAcquire()) {
      client.close();
      return;
    }
    // Compression would hold events back.
    client.ctx().disableCompression();
    client.keepAlive();
    Optional<String> chosen = Optional.ofNullable(client.ctx().queryParam("task"));
    // A thread for each, so that a slow one holds up no other.
    Thread.ofVirtual().name("mixtide-page-client").start(() -> send(client, chosen));
  }

  private void send(SseClient client, Optional<String> chosen) {
    try (Dashboard.Viewer viewer = dashboard.look()) {
      boolean caughtUp = viewer.awaitCaughtUp(0);
      while (!client.terminated() && !closing) {
        client.sendEvent("snapshot", viewer.snapshot(chosen));
        if (caughtUp) {
          TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
        } else {
          caughtUp = viewer.awaitCaughtUp(PERIOD_MS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
      places.release();
    }
  }

  /** Ends all streams, and begins none any more: a server must not be stopped before. */
  @Override
  public void close() {
    closing = true;
    try {
      // All places are free when the last has ended; one that its client holds up is given up.
      var _ = places.tryAcquire(MAX_CLIENTS, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

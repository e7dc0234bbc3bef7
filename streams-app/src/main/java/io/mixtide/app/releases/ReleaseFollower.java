package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseManifest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows which release is in force, on a thread of its own, and hands each to a listener whole and
 * verified.
 *
 * <p>Only the newest activation counts, so a restart gives the release last activated and none of
 * its predecessors. The topic is read first without keeping bytes, then once more for the chunks of
 * the one release to put in force: memory holds at most one release file, whatever is published.
 */
public final class ReleaseFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseFollower.class);
  private static final long SECONDS_BEFORE_RETRY = 1;

  /** An activated release as it stood when it was rejected. */
  private record Rejected(String version, int revision) {}

  private final ReleaseConnection connection;
  private final ReleaseListener listener;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable ReleaseReader reader;
  private ReleaseCatalog catalog = new ReleaseCatalog();
  private @Nullable String inForce;
  private @Nullable Rejected rejected;

  private ReleaseFollower(ReleaseConnection connection, ReleaseListener listener) {
    this.connection = connection;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("mixtide-releases").daemon().unstarted(this::run);
  }

  /** Starts following. The listener is called on the follower's thread. */
  public static ReleaseFollower start(ReleaseConnection connection, ReleaseListener listener) {
    ReleaseFollower follower = new ReleaseFollower(connection, listener);
    follower.thread.start();
    return follower;
  }

  /** Stops following; returns when the listener will not be called again. */
  @Override
  public void close() {
    closing.countDown();
    ReleaseReader current = reader;
    if (current != null) {
      current.wakeup();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (isOpen()) {
        try {
          follow();
        } catch (WakeupException e) {
          // Closing: the loop ends.
        } catch (RuntimeException e) {
          LOG.warn(
              "Cannot read releases, trying again in {} s: {}",
              SECONDS_BEFORE_RETRY,
              String.valueOf(e.getMessage()),
              e);
          var _ = closing.await(SECONDS_BEFORE_RETRY, TimeUnit.SECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try (ReleaseReader opened = new ReleaseReader(connection)) {
      reader = opened;
      catalog = new ReleaseCatalog();
      opened.rewind();
      while (isOpen()) {
        if (opened.poll(catalog::accept)) {
          catalog.activation().ifPresent(newest -> putInForce(newest.getVersion()));
        }
      }
    } finally {
      reader = null;
    }
  }

  private void putInForce(String version) {
    Rejected asItStands = new Rejected(version, catalog.revision(version));
    if (version.equals(inForce)) {
      rejected = null;
      return;
    }
    if (asItStands.equals(rejected)) {
      return;
    }
    try {
      ReleaseManifest manifest =
          catalog
              .manifest(version)
              .orElseThrow(() -> new InvalidReleaseException("its manifest is missing"));
      activate(new PublishedRelease(manifest, ReleaseReader.file(connection, manifest)));
      inForce = version;
      rejected = null;
      LOG.info("Release {} is in force", version);
    } catch (InvalidReleaseException e) {
      rejected = asItStands;
      LOG.error(
          "Release {} was activated but is not put in force: {}; {}",
          version,
          e.getMessage(),
          inForce == null ? "no release is in force" : inForce + " stays in force");
      listener.rejected(version, String.valueOf(e.getMessage()));
    }
  }

  private void activate(PublishedRelease release) throws InvalidReleaseException {
    try {
      listener.activated(release);
    } catch (RuntimeException e) {
      LOG.debug("Refused by the listener", e);
      throw new InvalidReleaseException("it was refused: " + e.getMessage());
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }
}

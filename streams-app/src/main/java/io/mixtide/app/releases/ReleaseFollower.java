package io.mixtide.app.releases;

import static io.mixtide.app.logging.LogFields.RELEASE;

import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseShadow;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows which release is in force and which runs in the shadow, on a thread of its own, and hands
 * each to a listener whole and verified.
 *
 * <p>Only the newest activation counts, so a restart gives the release last activated and none of
 * its predecessors. The topic is read first without keeping bytes, then once more for the chunks of
 * the one release to hand on: memory holds at most one release file, whatever is published.
 */
public final class ReleaseFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseFollower.class);
  private static final long SECONDS_BEFORE_RETRY = 1;

  /**
   * A release that is wanted somewhere, as it stands on the topic; the share of one in force is 1.
   */
  private record Wanted(String version, double share, int revision) {
    boolean isOf(String otherVersion, double otherShare) {
      return version.equals(otherVersion) && share == otherShare;
    }
  }

  private final ReleaseConnection connection;
  private final ReleaseListener listener;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable ReleaseReader reader;
  private ReleaseCatalog catalog = new ReleaseCatalog();
  private @Nullable String inForce;
  private @Nullable Wanted rejected;
  private @Nullable Wanted shadow;
  private boolean shadowRuns;

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
          catalog.shadow().ifPresentOrElse(this::putInShadow, this::endShadow);
        }
      }
    } finally {
      reader = null;
    }
  }

  private void putInForce(String version) {
    Wanted asItStands = new Wanted(version, 1, catalog.revision(version));
    if (version.equals(inForce)) {
      rejected = null;
      return;
    }
    if (asItStands.equals(rejected)) {
      return;
    }
    try {
      handOn(version, listener::activated);
      inForce = version;
      rejected = null;
      LOG.atInfo().addKeyValue(RELEASE, version).log("Release {} is in force", version);
    } catch (InvalidReleaseException e) {
      rejected = asItStands;
      LOG.atError()
          .addKeyValue(RELEASE, version)
          .log(
              "Release {} was activated but is not put in force: {}; {}",
              version,
              e.getMessage(),
              inForce == null ? "no release is in force" : inForce + " stays in force");
      listener.rejected(version, String.valueOf(e.getMessage()));
    }
  }

  private void putInShadow(ReleaseShadow record) {
    String version = Objects.requireNonNull(record.getVersion(), "the catalog knows no other");
    double share = record.getShare();
    Wanted asItStands = new Wanted(version, share, catalog.revision(version));
    if (shadow != null && (shadowRuns ? shadow.isOf(version, share) : shadow.equals(asItStands))) {
      return;
    }
    // The former shadow ends even if this one is of no use: no one wants its scores any more.
    endShadow();
    shadow = asItStands;
    try {
      handOn(version, release -> listener.shadowed(release, share));
      shadowRuns = true;
      LOG.atInfo()
          .addKeyValue(RELEASE, version)
          .log("Release {} runs in the shadow on a share of {} of the tasks", version, share);
    } catch (InvalidReleaseException e) {
      LOG.atError()
          .addKeyValue(RELEASE, version)
          .log("Release {} cannot run in the shadow: {}", version, e.getMessage());
      listener.rejected(version, String.valueOf(e.getMessage()));
    }
  }

  private void endShadow() {
    if (shadowRuns) {
      listener.unshadowed();
      LOG.info("No release runs in the shadow");
    }
    shadow = null;
    shadowRuns = false;
  }

  private void handOn(String version, Consumer<PublishedRelease> taker)
      throws InvalidReleaseException {
    ReleaseManifest manifest =
        catalog
            .manifest(version)
            .orElseThrow(() -> new InvalidReleaseException("its manifest is missing"));
    byte[] file = ReleaseReader.file(connection, manifest);
    try {
      taker.accept(new PublishedRelease(manifest, file));
    } catch (RuntimeException e) {
      LOG.debug("Refused by the listener", e);
      throw new InvalidReleaseException("it was refused: " + e.getMessage());
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }
}

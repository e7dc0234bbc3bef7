package io.mixtide.app.service;

import io.mixtide.app.releases.PublishedRelease;
import io.mixtide.app.releases.ReleaseListener;
import io.mixtide.app.topology.Shadow;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The release that all stream threads work with: one reference, swapped between records; and beside
 * it the release that runs in the shadow, if one does. A release is read, checked and warmed up
 * before it is put there, so that the first record under it waits for nothing.
 */
public final class ReleaseInForce implements ReleaseListener, Supplier<Release> {
  private final Kernels kernels;
  private final AtomicReference<Release> current = new AtomicReference<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile Optional<Shadow> shadow = Optional.empty();
  private volatile Consumer<String> onChange = _ -> {};

  /** None is in force until the first {@link #activated}. */
  public ReleaseInForce(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Puts a release in force.
   *
   * @throws IllegalArgumentException if its shape is not that of the release in force, whose tasks
   *     it would have to continue, or it gives densities that are not finite
   * @throws io.mixtide.model.release.InvalidReleaseException if it is not a whole release
   */
  @Override
  public void activated(PublishedRelease published) {
    current.set(checkedAndWarm(published));
    onChange.accept(published.manifest().getVersion());
    first.countDown();
  }

  /** Runs a release in the shadow; as {@link #activated}. */
  @Override
  public void shadowed(PublishedRelease published, double share) {
    shadow = Optional.of(new Shadow(checkedAndWarm(published), share));
  }

  @Override
  public void unshadowed() {
    shadow = Optional.empty();
  }

  private Release checkedAndWarm(PublishedRelease published) {
    Release release = ReleaseFile.read(published.file());
    if (!release.version().equals(published.manifest().getVersion())) {
      throw new IllegalArgumentException("the file is that of release " + release.version());
    }
    Release inForce = current.get();
    if (inForce != null) {
      requireSameShape(inForce, release);
    }
    WarmUp.run(release, kernels);
    return release;
  }

  private static void requireSameShape(Release former, Release release) {
    var old = former.network().architecture();
    var now = release.network().architecture();
    if (old.dx() != now.dx() || old.dy() != now.dy()) {
      throw new IllegalArgumentException(
          "it takes dx %d, dy %d where the tasks have %d, %d"
              .formatted(now.dx(), now.dy(), old.dx(), old.dy()));
    }
  }

  @Override
  public void rejected(String version, String reason) {
    // The follower has said so, and the release in force stays.
  }

  /**
   * Has one listener told the version of each release that is put in force from now on, on the
   * thread that does so.
   */
  void onChange(Consumer<String> listener) {
    onChange = listener;
  }

  /** Waits until a release is in force; returns whether one is. */
  public boolean await(Duration time) throws InterruptedException {
    return first.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether a release is in force. */
  public boolean isPresent() {
    return current.get() != null;
  }

  /**
   * The release in force.
   *
   * @throws IllegalStateException if there is none yet
   */
  @Override
  public Release get() {
    Release release = current.get();
    if (release == null) {
      throw new IllegalStateException("no release is in force yet");
    }
    return release;
  }

  /** The release that runs in the shadow, if one does; the same object as long as it does. */
  public Optional<Shadow> shadow() {
    return shadow;
  }
}

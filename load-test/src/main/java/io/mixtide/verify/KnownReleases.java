package io.mixtide.verify;

import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.Release;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The releases that outputs may name. */
interface KnownReleases {

  /** The release of a version; empty if none is published, or what is there is not whole. */
  Optional<Release> find(String version);

  /** Versions of all releases that were activated, the latest first. */
  List<String> activated();

  /**
   * The releases that may have been in force: those that outputs name and those that were
   * activated, of one shape, for a release of another is never put in force.
   */
  default List<Release> inForce(Collection<String> named) {
    Set<String> versions = new LinkedHashSet<>(named);
    versions.addAll(activated());
    List<Release> releases = new ArrayList<>();
    for (String version : versions) {
      find(version)
          .filter(release -> releases.isEmpty() || isOfShape(releases.getFirst(), release))
          .ifPresent(releases::add);
    }
    return releases;
  }

  private static boolean isOfShape(Release first, Release other) {
    Architecture a = first.network().architecture();
    Architecture b = other.network().architecture();
    return a.dx() == b.dx() && a.dy() == b.dy();
  }
}

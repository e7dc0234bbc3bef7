package io.mixtide.verify;

import io.mixtide.model.release.Release;
import java.util.Optional;

/** The releases that outputs may name. */
interface KnownReleases {

  /** The release of a version; empty if none is published, or what is there is not whole. */
  Optional<Release> find(String version);
}

package io.mixtide.app.cli;

import io.mixtide.app.releases.ReleaseCatalog;
import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRefusal;
import io.mixtide.schemas.ReleaseShadow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is on the topic of releases; the JSON of {@code releases list} has these names.
 *
 * @param inForce the newest activation; null for none
 * @param shadow what runs in the shadow; null for none
 * @param published all releases, the oldest first
 * @param history all activations, the oldest first
 * @param refused candidates that were not released, the oldest first
 */
record ReleaseListing(
    @Nullable Activation inForce,
    @Nullable Shadow shadow,
    List<Published> published,
    List<Activation> history,
    List<Refused> refused) {

  /** An activation; times are ISO 8601, in UTC. */
  record Activation(
      String version, String activatedAt, String by, String reason, int ordinal, boolean rollback) {

    static Activation of(ReleaseActivation activation) {
      return new Activation(
          activation.getVersion(),
          activation.getActivatedAt().toString(),
          activation.getBy(),
          activation.getReason(),
          activation.getOrdinal(),
          activation.getRollback());
    }

    /** When, by whom and why. */
    String circumstances() {
      return "%s, by %s%s".formatted(activatedAt, by, because(reason));
    }
  }

  /** A release that runs on a share of the tasks. */
  record Shadow(String version, double share, String since, String by, String reason) {
    static Shadow of(ReleaseShadow shadow) {
      return new Shadow(
          String.valueOf(shadow.getVersion()),
          shadow.getShare(),
          shadow.getSince().toString(),
          shadow.getBy(),
          shadow.getReason());
    }
  }

  /** A release; its size is in bytes. */
  record Published(String version, @Nullable String parent, long size, String publishedAt) {
    static Published of(ReleaseManifest manifest) {
      return new Published(
          manifest.getVersion(),
          manifest.getParent(),
          manifest.getSize(),
          manifest.getPublishedAt().toString());
    }
  }

  /** A candidate that did not pass, with all that spoke against it. */
  record Refused(
      String version,
      @Nullable String parent,
      List<String> reasons,
      String refusedAt,
      Map<String, String> metadata) {
    static Refused of(ReleaseRefusal refusal) {
      return new Refused(
          refusal.getVersion(),
          refusal.getParent(),
          refusal.getReasons(),
          refusal.getRefusedAt().toString(),
          refusal.getMetadata());
    }
  }

  static ReleaseListing of(ReleaseCatalog catalog) {
    return new ReleaseListing(
        catalog.activation().map(Activation::of).orElse(null),
        catalog.shadow().map(Shadow::of).orElse(null),
        catalog.manifests().stream().map(Published::of).toList(),
        catalog.activations().stream().map(Activation::of).toList(),
        catalog.refusals().stream().map(Refused::of).toList());
  }

  /**
   * Prints it for people.
   *
   * @param withHistory with all activations, the newest first
   */
  void print(PrintWriter out, boolean withHistory) {
    if (published.isEmpty()) {
      out.println("no release is published");
    } else {
      printReleases(out);
    }
    for (Refused refusal : refused) {
      out.printf(
          "refused %s at %s: %s%n",
          refusal.version(), refusal.refusedAt(), String.join("; ", refusal.reasons()));
    }
    if (withHistory) {
      for (Activation activation : history.reversed()) {
        out.printf(
            "%4d %-11s %-14s %s%n",
            activation.ordinal(),
            activation.rollback() ? "rolled back" : "activated",
            activation.version(),
            activation.circumstances());
      }
    }
  }

  private void printReleases(PrintWriter out) {
    out.printf("  %-14s %12s  %-24s  %s%n", "release", "bytes", "published", "trained from");
    for (Published release : published) {
      out.printf(
          "%s %-14s %,12d  %-24s  %s%n",
          mark(release.version()),
          release.version(),
          release.size(),
          release.publishedAt(),
          release.parent() == null ? "-" : release.parent());
    }
    if (inForce == null) {
      out.println("none is in force: 'mixtide releases activate VERSION' puts one in force");
    } else {
      out.printf("* in force since %s%n", inForce.circumstances());
    }
    if (shadow != null) {
      out.printf(
          "~ in the shadow on a share of %s of the tasks since %s, by %s%s%n",
          shadow.share(), shadow.since(), shadow.by(), because(shadow.reason()));
    }
  }

  private String mark(String version) {
    if (inForce != null && inForce.version().equals(version)) {
      return "*";
    }
    return shadow != null && shadow.version().equals(version) ? "~" : " ";
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }
}

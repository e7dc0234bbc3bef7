package io.mixtide.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mixtide.model.evaluation.HeldOut;
import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ReleaseManifest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one release; the JSON of {@code releases show} has these names.
 *
 * @param inForce whether it is in force
 * @param shadow how it runs in the shadow; null if it does not
 * @param size of its file, in bytes
 * @param file what the file says of itself: provenance, architecture, scores, percentiles
 * @param metadata what its publisher said beyond that, by name
 * @param activations when it was put in force, the oldest first
 */
record ReleaseReport(
    String version,
    @Nullable String parent,
    boolean inForce,
    ReleaseListing.@Nullable Shadow shadow,
    long size,
    String sha256,
    String publishedAt,
    Map<String, JsonNode> file,
    Map<String, JsonNode> metadata,
    List<ReleaseListing.Activation> activations) {
  private static final List<String> PRINTED = List.of("architecture", "provenance");
  private static final double[] LEVELS = {5, 50, 95};

  static ReleaseReport of(ReleaseStore.Stored stored, ReleaseListing listing) {
    ReleaseManifest manifest = stored.published().manifest();
    String version = manifest.getVersion();
    Map<String, String> ofFile = ReleaseFile.metadata(stored.published().file());
    Map<String, String> beyond = new TreeMap<>(manifest.getMetadata());
    beyond.entrySet().removeAll(ofFile.entrySet());
    return new ReleaseReport(
        version,
        manifest.getParent(),
        listing.inForce() != null && listing.inForce().version().equals(version),
        listing.shadow() != null && listing.shadow().version().equals(version)
            ? listing.shadow()
            : null,
        manifest.getSize(),
        manifest.getSha256(),
        manifest.getPublishedAt().toString(),
        trees(ofFile),
        trees(beyond),
        listing.history().stream().filter(one -> one.version().equals(version)).toList());
  }

  private static SortedMap<String, JsonNode> trees(Map<String, String> texts) {
    SortedMap<String, JsonNode> trees = new TreeMap<>();
    texts.forEach((name, text) -> trees.put(name, Json.tree(text)));
    return trees;
  }

  /** Prints it for people. */
  void print(Release release, PrintWriter out) {
    out.printf("release %s%s%n", version, inForce ? ", in force" : "");
    printField(out, "parent", parent == null ? "-" : parent);
    printField(out, "published", "%s, %,d bytes".formatted(publishedAt, size));
    printField(out, "sha256", sha256);
    for (ReleaseListing.Activation activation : activations) {
      printField(
          out, activation.rollback() ? "rolled back to" : "activated", activation.circumstances());
    }
    if (shadow != null) {
      printField(
          out,
          "in the shadow",
          "on a share of %s since %s".formatted(shadow.share(), shadow.since()));
    }
    for (String part : PRINTED) {
      JsonNode value = file.get(part);
      if (value != null) {
        JsonFields.of(part, value).forEach((name, text) -> printField(out, name, text));
      }
    }
    metadata.forEach((part, value) ->
        JsonFields.of(part, value).forEach((name, text) -> printField(out, name, text)));
    if (!release.scores().isEmpty()) {
      out.println();
      ScoreTable.print(release.scores(), out);
    }
    printHeldOut(release.heldOut(), out);
  }

  private static void printField(PrintWriter out, String name, String value) {
    out.printf("  %-36s %s%n", name, value);
  }

  private static void printHeldOut(HeldOut heldOut, PrintWriter out) {
    out.println();
    out.printf(
        Locale.ROOT,
        "held out: %d tasks, %d observations; prequential %.3f nats per observation,"
            + " standardised units%n",
        heldOut.tasks(),
        heldOut.observations(),
        heldOut.prequential());
    Percentiles percentiles = heldOut.percentiles();
    out.println("percentiles of their scores   context        5%       50%       95%");
    for (Score score : percentiles.values().keySet()) {
      for (int contextSize : percentiles.contextSizes()) {
        out.printf("%-28s %8d", score, contextSize);
        for (double level : LEVELS) {
          out.printf(Locale.ROOT, " %9.3f", percentiles.at(score, contextSize, level));
        }
        out.println();
      }
    }
  }
}

package io.mixtide.app.releases;

import io.mixtide.app.UserErrorException;
import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.ReleaseRefusal;
import io.mixtide.schemas.ReleaseShadow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes releases, puts them in force and takes them back, and has them run in the shadow. Each
 * call is one transaction, and reads the topic before it writes; the calls of several publishers
 * take effect one after the other.
 */
public final class ReleaseTopic {
  private static final Pattern VERSION = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

  private final ReleaseConnection connection;
  private final ReleaseWriter writer;
  private final ReleaseRecords records;

  /**
   * @param clock for the times of publication and activation, which are for people to read
   */
  public ReleaseTopic(ReleaseConnection connection, InstantSource clock) {
    this.connection = connection;
    writer = new ReleaseWriter(connection);
    records = new ReleaseRecords(clock);
  }

  /** What is on the topic now. */
  public ReleaseCatalog catalog() {
    return onTopic(() -> ReleaseReader.catalog(connection));
  }

  /**
   * Reads a release, whole and verified.
   *
   * @throws UserErrorException if no such release is published, or what is there is damaged
   */
  public PublishedRelease read(String version) {
    ReleaseManifest manifest = published(version, catalog());
    try {
      return new PublishedRelease(manifest, ReleaseReader.file(connection, manifest));
    } catch (InvalidReleaseException e) {
      throw new UserErrorException(
          "the release %s cannot be read from the topic %s: %s; publish its file again"
              .formatted(version, connection.topic(), e.getMessage()),
          e);
    }
  }

  /**
   * Writes a release without putting it in force. One that is there already, whole and with the
   * same bytes, is left as it is; a damaged one is written again.
   *
   * @return whether it was written
   * @throws UserErrorException if the version is there with other bytes, or is no legal name
   */
  public boolean publish(NewRelease release) {
    requireName(release.version());
    if (release.file().length == 0) {
      throw new UserErrorException(
          "the release %s is empty: give a release file".formatted(release.version()));
    }
    return write(catalog -> isPublished(catalog, release) ? List.of() : records.release(release));
  }

  /**
   * Puts a release in force, be it newer or older than the one before.
   *
   * @param version the version of a published release
   * @param by who does it
   * @param reason why, in a sentence; may be empty
   * @throws UserErrorException if no such release is published
   */
  public void activate(String version, String by, String reason) {
    write(catalog -> activation(catalog, version, by, reason, false));
  }

  /**
   * As {@link #activate}, but only if the release in force is still the one that the caller
   * compared with.
   *
   * @param expectedInForce its version; null for none
   * @return whether that release was in force and {@code version} now is
   * @throws UserErrorException if no release {@code version} is published
   */
  public boolean activateIf(
      String version, @Nullable String expectedInForce, String by, String reason) {
    return write(catalog -> {
      Optional<String> inForce = catalog.activation().map(ReleaseActivation::getVersion);
      return inForce.equals(Optional.ofNullable(expectedInForce))
          ? activation(catalog, version, by, reason, false)
          : List.of();
    });
  }

  /**
   * Puts the release in force that was so before the present one was activated. Called again, it
   * goes one further back.
   *
   * @return its version
   * @throws UserErrorException if there is none before
   */
  public String rollback(String by, String reason) {
    return activate(
        catalog -> catalog.former().orElseThrow(() -> nothingBefore(catalog)), by, reason, true);
  }

  /**
   * Has a release run beside the one in force, instead of the one that did so before, if any.
   *
   * @param version the version of a published release, another one than that in force
   * @param share of the tasks, in (0, 1]
   * @throws UserErrorException if no such release is published, none is in force, or it is this one
   */
  public void shadow(String version, double share, String by, String reason) {
    if (!(share > 0 && share <= 1)) {
      throw new UserErrorException(
          "the share %s of tasks is none: give one above 0, up to 1".formatted(share));
    }
    write(catalog -> {
      published(version, catalog);
      ReleaseActivation inForce =
          catalog
              .activation()
              .orElseThrow(() ->
                  new UserErrorException(
                      "no release is in force to run beside: put one in force with"
                          + " 'mixtide releases activate VERSION'"));
      if (inForce.getVersion().equals(version)) {
        throw new UserErrorException(
            "the release %s is in force: choose another one to run beside it".formatted(version));
      }
      return List.of(records.shadow(version, share, by, reason));
    });
  }

  /**
   * Ends the shadow.
   *
   * @throws UserErrorException if no release runs in the shadow
   */
  public void dropShadow(String by, String reason) {
    write(catalog -> {
      shadowed(catalog);
      return List.of(records.shadow(null, 0, by, reason));
    });
  }

  /**
   * Puts the release that runs in the shadow in force, which ends the shadow.
   *
   * @return its version
   * @throws UserErrorException if no release runs in the shadow
   */
  public String promoteShadow(String by, String reason) {
    return activate(ReleaseTopic::shadowed, by, reason, false);
  }

  /**
   * Writes down that a candidate was refused; a former refusal of the same version is replaced.
   *
   * @throws UserErrorException if its version is no legal name
   * @throws IllegalArgumentException if it has no reasons
   */
  public void refuse(ReleaseRefusal refusal) {
    requireName(refusal.getVersion());
    if (refusal.getReasons().isEmpty()) {
      throw new IllegalArgumentException("a refusal has a reason");
    }
    write(_ -> List.of(new ReleaseRecord(refusal)));
  }

  private String activate(
      Function<ReleaseCatalog, String> choice, String by, String reason, boolean rollback) {
    List<String> chosen = new ArrayList<>();
    write(catalog -> {
      chosen.add(choice.apply(catalog));
      return activation(catalog, chosen.getLast(), by, reason, rollback);
    });
    return chosen.getLast();
  }

  private List<ReleaseRecord> activation(
      ReleaseCatalog catalog, String version, String by, String reason, boolean rollback) {
    published(version, catalog);
    return records.activation(catalog, version, by, reason, rollback);
  }

  private boolean isPublished(ReleaseCatalog catalog, NewRelease release) {
    Optional<ReleaseManifest> former = catalog.manifest(release.version());
    if (former.isEmpty()) {
      return false;
    }
    if (!former.get().getSha256().equals(ReleaseChunks.sha256(release.file()))) {
      throw new UserErrorException(
          "the release %s is published already with other content: choose another version"
              .formatted(release.version()));
    }
    try {
      ReleaseReader.file(connection, former.get());
      return true;
    } catch (InvalidReleaseException e) {
      return false;
    }
  }

  private boolean write(ReleaseWriter.Decision decision) {
    return onTopic(() -> writer.write(decision));
  }

  private <T> T onTopic(Supplier<T> action) {
    try {
      return action.get();
    } catch (UnknownTopicOrPartitionException e) {
      throw new UserErrorException(
          "the topic %s does not exist: create it with 'mixtide topics create'"
              .formatted(connection.topic()),
          e);
    }
  }

  private static void requireName(String version) {
    if (!VERSION.matcher(version).matches()) {
      throw new UserErrorException(
          "the release version '%s' is no name: use up to 100 letters, digits, '.', '_' and '-'"
              .formatted(version));
    }
  }

  private static String shadowed(ReleaseCatalog catalog) {
    return catalog
        .shadow()
        .map(ReleaseShadow::getVersion)
        .orElseThrow(() ->
            new UserErrorException(
                "no release runs in the shadow: start one with"
                    + " 'mixtide releases shadow VERSION --share 0.1'"));
  }

  private static UserErrorException nothingBefore(ReleaseCatalog catalog) {
    String state =
        catalog
            .activation()
            .map(first -> "no release was in force before " + first.getVersion())
            .orElse("no release is in force");
    return new UserErrorException(
        "there is nothing to go back to, for %s: put a release in force with 'mixtide releases activate VERSION'"
            .formatted(state));
  }

  private static ReleaseManifest published(String version, ReleaseCatalog catalog) {
    return catalog.manifest(version).orElseThrow(() -> unknown(version, catalog));
  }

  private static UserErrorException unknown(String version, ReleaseCatalog catalog) {
    List<String> versions = catalog.manifests().stream().map(ReleaseManifest::getVersion).toList();
    return new UserErrorException(
        "no release %s is published: %s"
            .formatted(
                version,
                versions.isEmpty()
                    ? "publish it first"
                    : "choose one of " + String.join(", ", versions)));
  }
}

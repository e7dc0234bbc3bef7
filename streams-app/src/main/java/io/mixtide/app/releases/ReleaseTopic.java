package io.mixtide.app.releases;

import io.mixtide.app.UserErrorException;
import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Publishes releases and puts them in force. Each call is one transaction, and reads the topic
 * before it writes; the calls of several publishers take effect one after the other.
 */
public final class ReleaseTopic {
  private static final int ATTEMPTS = 5;
  private static final Pattern VERSION = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

  private final ReleaseConnection connection;
  private final InstantSource clock;

  /**
   * @param clock for the times of publication and activation, which are for people to read
   */
  public ReleaseTopic(ReleaseConnection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /** What is on the topic now. */
  public ReleaseCatalog catalog() {
    try {
      return ReleaseReader.catalog(connection);
    } catch (UnknownTopicOrPartitionException e) {
      throw missingTopic(e);
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
    if (!VERSION.matcher(release.version()).matches()) {
      throw new UserErrorException(
          "the release version '%s' is no name: use up to 100 letters, digits, '.', '_' and '-'"
              .formatted(release.version()));
    }
    if (release.file().length == 0) {
      throw new UserErrorException(
          "the release %s is empty: give a release file".formatted(release.version()));
    }
    return write(catalog -> isPublished(catalog, release) ? List.of() : records(release));
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
    write(catalog -> {
      if (catalog.manifest(version).isEmpty()) {
        throw unknown(version, catalog);
      }
      return List.of(
          new ReleaseRecord(
              ReleaseActivation.newBuilder()
                  .setVersion(version)
                  .setBy(by)
                  .setReason(reason)
                  .setActivatedAt(clock.instant())
                  .build()));
    });
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

  private List<ReleaseRecord> records(NewRelease release) {
    List<ReleaseChunk> chunks = ReleaseChunks.split(release.version(), release.file());
    List<ReleaseRecord> records =
        chunks.stream().map(ReleaseRecord::new).collect(Collectors.toCollection(ArrayList::new));
    records.add(
        new ReleaseRecord(
            ReleaseManifest.newBuilder()
                .setVersion(release.version())
                .setParent(release.parent())
                .setSize(release.file().length)
                .setSha256(ReleaseChunks.sha256(release.file()))
                .setChunks(chunks.size())
                .setMetadata(release.metadata())
                .setPublishedAt(clock.instant())
                .build()));
    return records;
  }

  private interface Decision {
    List<ReleaseRecord> recordsToWrite(ReleaseCatalog catalog);
  }

  /** Fencing makes reading and writing one step: who begins later makes the earlier one fail. */
  private boolean write(Decision decision) {
    for (int attempt = 1; ; attempt++) {
      try {
        return tryWrite(decision);
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        if (attempt == ATTEMPTS) {
          throw new UserErrorException(
              "others are publishing to %s at the same time: try again"
                  .formatted(connection.topic()),
              e);
        }
      } catch (UnknownTopicOrPartitionException e) {
        throw missingTopic(e);
      }
    }
  }

  private boolean tryWrite(Decision decision) {
    try (Producer<String, byte[]> producer = connection.producer()) {
      producer.initTransactions();
      // Encoded before the transaction begins: a registry that is away must not leave one open, for
      // closing the producer would wait half a minute for it.
      List<ProducerRecord<String, byte[]>> records =
          decision.recordsToWrite(ReleaseReader.catalog(connection)).stream()
              .map(this::encode)
              .toList();
      if (records.isEmpty()) {
        return false;
      }
      producer.beginTransaction();
      for (ProducerRecord<String, byte[]> release : records) {
        // A failure to send is thrown by the commit.
        var _ = producer.send(release);
      }
      producer.commitTransaction();
      return true;
    }
  }

  private ProducerRecord<String, byte[]> encode(ReleaseRecord release) {
    String topic = connection.topic();
    return new ProducerRecord<>(
        topic, ReleaseKeys.of(release), connection.serde().serializer().serialize(topic, release));
  }

  private UserErrorException missingTopic(UnknownTopicOrPartitionException e) {
    return new UserErrorException(
        "the topic %s does not exist: create it with 'mixtide topics create'"
            .formatted(connection.topic()),
        e);
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

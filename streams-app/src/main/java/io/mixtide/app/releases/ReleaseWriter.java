package io.mixtide.app.releases;

import io.mixtide.app.UserErrorException;
import io.mixtide.schemas.ReleaseRecord;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Writes to the release topic what is decided from what is on it: each call is one transaction, and
 * those of several writers take effect one after the other.
 */
record ReleaseWriter(ReleaseConnection connection) {
  private static final int ATTEMPTS = 5;

  /** From what is on the topic to what shall be written, nothing perhaps. */
  interface Decision {
    List<ReleaseRecord> recordsToWrite(ReleaseCatalog catalog);
  }

  /**
   * Reads the topic and writes what is decided. Fencing makes it one step: who begins later makes
   * the earlier one fail, and decide again.
   *
   * @return whether there was something to write
   * @throws UserErrorException if others write again and again
   */
  boolean write(Decision decision) {
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
}

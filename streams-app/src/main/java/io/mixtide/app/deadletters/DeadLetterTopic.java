package io.mixtide.app.deadletters;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.topics.CommittedScan;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.registry.UnknownSchemaException;
import io.mixtide.schemas.serde.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The topic of dead letters. What is none there is counted and passed over.
 *
 * <p>Not safe for use by several threads.
 */
public final class DeadLetterTopic implements AutoCloseable {
  private final String topic;
  private final Deserializer<SpecificRecord> values;
  private final CommittedScan scan;
  private long foreign;

  /**
   * Connects.
   *
   * @param topic its name; it exists
   * @param clientProperties the configuration of Kafka clients, with {@code bootstrap.servers}
   */
  public DeadLetterTopic(
      String topic, Map<String, Object> clientProperties, Deserializer<SpecificRecord> values) {
    this.topic = topic;
    this.values = values;
    scan = new CommittedScan(clientProperties);
  }

  String name() {
    return topic;
  }

  /** Where the letters end now. */
  Map<TopicPartition, Long> ends() {
    return scan.ends(topic);
  }

  /**
   * Reads the letters that are there now, partition by partition in their order.
   *
   * @param sink takes each; returns whether to go on
   */
  public void read(Predicate<StoredLetter> sink) {
    read(ends(), sink);
  }

  /** As {@link #read(Predicate)}, to before some ends. */
  void read(Map<TopicPartition, Long> ends, Predicate<StoredLetter> sink) {
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    ends.keySet().forEach(partition -> beginnings.put(partition, 0L));
    scan.read(beginnings, ends, record -> decode(record).map(sink::test).orElse(true));
  }

  /**
   * The letter at a place.
   *
   * @throws UserErrorException if there is none
   */
  public StoredLetter at(int partition, long offset) {
    return scan.at(new TopicPartition(topic, partition), offset)
        .flatMap(this::decode)
        .orElseThrow(() ->
            new UserErrorException(
                "there is no dead letter %d:%d: 'mixtide dead-letters list' names them"
                    .formatted(partition, offset)));
  }

  /**
   * The letter of a record.
   *
   * @param source {@code TOPIC:PARTITION:OFFSET} of the record
   * @throws UserErrorException if there is none
   */
  public StoredLetter of(String source) {
    List<StoredLetter> found = new ArrayList<>();
    read(letter -> {
      if (letter.source().equals(source)) {
        found.add(letter);
      }
      return found.isEmpty();
    });
    return found.stream()
        .findFirst()
        .orElseThrow(() ->
            new UserErrorException(
                "there is no dead letter of the record %s: name TOPIC:PARTITION:OFFSET as 'mixtide dead-letters list' does"
                    .formatted(source)));
  }

  /** How many records that are no dead letters were passed over. */
  public long foreign() {
    return foreign;
  }

  @Override
  public void close() {
    scan.close();
  }

  private Optional<StoredLetter> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (values.deserialize(record.topic(), record.value()) instanceof DeadLetter letter) {
        return Optional.of(new StoredLetter(record.partition(), record.offset(), letter));
      }
    } catch (MalformedRecordException | UnknownSchemaException e) {
      // Counted below, as any other record that is no letter.
    }
    foreign++;
    return Optional.empty();
  }
}

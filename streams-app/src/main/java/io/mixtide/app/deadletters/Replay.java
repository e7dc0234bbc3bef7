package io.mixtide.app.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.topics.CommittedScan;
import io.mixtide.schemas.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records of dead letters to their topics again: key and value as they came, to the
 * partition that they came from, with the time of sending as their timestamp, for the topic's
 * retention counts from it. A value that the letter holds only the beginning of is read from where
 * the record stands, headers and all, if it still does.
 *
 * <p>A replayed record names its letter in the header {@value #HEADER}, and a letter that is named
 * on its record's topic is not replayed again. What is sent is sent in transactions, and a replay
 * that begins makes one in progress fail; so of each letter one record is committed, whatever is
 * killed and however many replay, as long as that record is on its topic.
 *
 * @param topics the product's
 * @param clientProperties the configuration of Kafka clients, with {@code bootstrap.servers}
 * @param letters where the letters are
 */
public record Replay(Topics topics, Map<String, Object> clientProperties, DeadLetterTopic letters) {
  /** Header of a replayed record: {@code PARTITION:OFFSET} of its dead letter. */
  public static final String HEADER = "mixtide.replay.of";

  private static final int TRANSACTION_RECORDS = 500;

  /** What becomes of a letter. */
  public enum Outcome {
    /** Its record is sent, or would be. */
    SENT,
    /** Its record was sent by a former replay. */
    REPLAYED_BEFORE,
    /** Its record is none of those that the service reads. */
    NO_INPUT,
    /** The letter holds only the beginning, and the record is no longer where it stood. */
    GONE
  }

  /** Told how it goes. */
  public interface Listener {
    /** So many letters are those that the filter lets pass. */
    void found(long letters);

    /** What becomes of one of them. */
    void letter(StoredLetter letter, Outcome outcome);
  }

  /**
   * Replays letters that are there now.
   *
   * @param limit the most records to send
   * @param dryRun whether to send nothing, but only to tell
   * @throws UserErrorException if another replay begins meanwhile
   */
  public void run(LetterFilter filter, long limit, boolean dryRun, Listener listener) {
    try (CommittedScan sources = new CommittedScan(clientProperties)) {
      if (dryRun) {
        send(filter, limit, sources, null, listener);
        return;
      }
      try (Producer<byte[], byte[]> producer = producer()) {
        // Fences off a replay in progress, so that what it has sent is settled before we look.
        producer.initTransactions();
        send(filter, limit, sources, producer, listener);
      }
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new UserErrorException(
          "another replay began: run this again, what was sent is not sent twice", e);
    }
  }

  private void send(
      LetterFilter filter,
      long limit,
      CommittedScan sources,
      @Nullable Producer<byte[], byte[]> producer,
      Listener listener) {
    // What is replayed may come back as a new letter, which must not be replayed in turn.
    Map<TopicPartition, Long> ends = letters.ends();
    Set<String> before = replayedBefore(filter, ends, sources, listener);
    long[] sent = new long[1];
    letters.read(
        ends,
        stored -> {
          if (!filter.test(stored.letter())) {
            return true;
          }
          Outcome outcome = Outcome.REPLAYED_BEFORE;
          if (!before.contains(stored.id())) {
            Optional<ProducerRecord<byte[], byte[]>> record = Optional.empty();
            outcome = Outcome.NO_INPUT;
            if (isInput(stored)) {
              record = record(stored, sources);
              outcome = record.isPresent() ? Outcome.SENT : Outcome.GONE;
            }
            if (record.isPresent()) {
              if (sent[0] == limit) {
                return false;
              }
              sent[0]++;
              if (producer != null) {
                send(producer, record.get(), sent[0]);
              }
            }
          }
          listener.letter(stored, outcome);
          return true;
        });
    if (producer != null && sent[0] % TRANSACTION_RECORDS != 0) {
      producer.commitTransaction();
    }
  }

  private static void send(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, long ordinal) {
    if (ordinal % TRANSACTION_RECORDS == 1) {
      producer.beginTransaction();
    }
    // A failure to send is thrown by the commit.
    var _ = producer.send(record);
    if (ordinal % TRANSACTION_RECORDS == 0) {
      producer.commitTransaction();
    }
  }

  /** The ids of letters that records behind those of the letters name. */
  private Set<String> replayedBefore(
      LetterFilter filter,
      Map<TopicPartition, Long> ends,
      CommittedScan sources,
      Listener listener) {
    Map<TopicPartition, Long> from = new HashMap<>();
    long[] found = new long[1];
    letters.read(
        ends,
        stored -> {
          if (filter.test(stored.letter())) {
            found[0]++;
            if (isInput(stored)) {
              from.merge(source(stored), stored.letter().getSourceOffset() + 1, Math::min);
            }
          }
          return true;
        });
    listener.found(found[0]);
    Set<String> ids = new HashSet<>();
    if (!from.isEmpty()) {
      sources.read(
          from,
          sources.ends(from.keySet()),
          record -> {
            Header header = record.headers().lastHeader(HEADER);
            if (header != null && header.value() != null) {
              ids.add(new String(header.value(), UTF_8));
            }
            return true;
          });
    }
    return ids;
  }

  private boolean isInput(StoredLetter stored) {
    String topic = stored.letter().getSourceTopic();
    return topic.equals(topics.context()) || topic.equals(topics.requests());
  }

  /** What to send, or nothing if the whole of it is nowhere. */
  private Optional<ProducerRecord<byte[], byte[]>> record(
      StoredLetter stored, CommittedScan sources) {
    if (!stored.letter().getTruncated()) {
      return Optional.of(record(stored, stored.key(), stored.value(), new RecordHeaders()));
    }
    return sources
        .at(source(stored), stored.letter().getSourceOffset())
        .filter(original -> isOf(stored, original))
        .map(original -> record(stored, original.key(), original.value(), original.headers()));
  }

  private static ProducerRecord<byte[], byte[]> record(
      StoredLetter stored, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    headers.remove(HEADER).add(HEADER, stored.id().getBytes(UTF_8));
    TopicPartition source = source(stored);
    return new ProducerRecord<>(source.topic(), source.partition(), key, value, headers);
  }

  /** Whether it is still that record, and not one of a topic made anew. */
  private static boolean isOf(StoredLetter stored, ConsumerRecord<byte[], byte[]> original) {
    return begins(original.key(), stored.key())
        && begins(original.value(), stored.value())
        && (original.value() == null ? 0 : original.value().length)
            == stored.letter().getValueSize();
  }

  private static boolean begins(byte @Nullable [] whole, byte @Nullable [] beginning) {
    return whole == null || beginning == null
        ? whole == beginning
        : whole.length >= beginning.length
            && Arrays.equals(whole, 0, beginning.length, beginning, 0, beginning.length);
  }

  private static TopicPartition source(StoredLetter stored) {
    return new TopicPartition(
        stored.letter().getSourceTopic(), stored.letter().getSourcePartition());
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, letters.name() + ".replay");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}

package io.mixtide.verify;

import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.app.config.Settings;
import io.mixtide.app.topics.CommittedScan;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * Proves from a run's topics that every observation was counted once, and replays to the bit. What
 * depends on more than the topics is taken as the outputs say: between which observations a request
 * was answered, and which alerts were left without labels.
 */
public final class ReplayVerifier {
  private static final double NANOS = 1e9;

  private ReplayVerifier() {}

  /**
   * Verifies what is on the topics now; whatever is running goes on.
   *
   * @param settings those of the service: where the topics are, its group, its alerts and limits
   * @throws io.mixtide.app.UserErrorException if topics are missing, no broker answers, or a
   *     transaction stays open
   */
  public static Verification verify(Settings settings) {
    return verify(settings, WorkDisplays.NONE);
  }

  /**
   * The same.
   *
   * @param displays show how far it is
   */
  public static Verification verify(Settings settings, WorkDisplays displays) {
    long start = System.nanoTime();
    Topics topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.check();
    }
    Horizon horizon = Horizon.take(settings, topics);
    Serde<SpecificRecord> values = settings.valueSerde();
    RecordDecoder decoder = new RecordDecoder(values.deserializer());
    try (CommittedScan scan = new CommittedScan(settings.clientProperties());
        CommittedScan single = new CommittedScan(settings.clientProperties())) {
      return new RunVerifier(
              settings,
              horizon,
              new TopicReleases(settings),
              decoder,
              (partitions, sink) ->
                  scan.read(
                      horizon.begins(partitions),
                      horizon.ends(partitions),
                      record -> {
                        sink.accept(record);
                        return true;
                      }),
              new TopicRecords(single, decoder))
          .verify(displays)
          .in((System.nanoTime() - start) / NANOS);
    }
  }
}

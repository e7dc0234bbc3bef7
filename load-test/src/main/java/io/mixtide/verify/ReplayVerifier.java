package io.mixtide.verify;

import io.mixtide.app.config.Settings;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Topics;
import java.util.List;
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
    long start = System.nanoTime();
    Topics topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.check();
    }
    Serde<SpecificRecord> values = settings.valueSerde();
    RecordDecoder decoder = new RecordDecoder(values.deserializer());
    try (TopicRecords source = new TopicRecords(settings, decoder)) {
      return verify(settings, topics, decoder, source, start);
    }
  }

  private static Verification verify(
      Settings settings, Topics topics, RecordDecoder decoder, TopicRecords source, long start) {
    Horizon horizon = Horizon.take(settings, topics);
    Tally tally = new Tally();
    RunRecords run = new RunRecords();
    Fingerprint fingerprint = new Fingerprint();
    Reports reports = new Reports(topics, source, fingerprint, tally);
    OutputReader outputs = new OutputReader(topics, decoder, fingerprint, run, tally);
    TopicScan.read(settings, horizon, horizon.of(Horizon.outputs(topics)), outputs::accept);

    TopicReleases releases = new TopicReleases(settings);
    List<Release> inForce = releases.inForce(run.releases());
    InputReader inputs =
        new InputReader(decoder, checks(settings, inForce), horizon, reports, run, tally);
    TopicScan.read(settings, horizon, horizon.of(Horizon.inputs(topics)), inputs::accept);

    for (Output.Letter letter : run.lettersLeft(horizon.begins())) {
      tally.add(
          Fault.STRAY,
          null,
          null,
          topics.deadLetters(),
          letter.partition(),
          letter.offset(),
          () -> "there is no such record");
    }
    Replays replays = new Replays(releases);
    replays.mayBeInForce(inForce.stream().map(Release::version).toList());
    TaskVerifier verifier = new TaskVerifier(settings, replays, reports, horizon.retention(topics));
    long skipped = run.tasks().stream().filter(task -> !verifier.verify(task)).count();
    return result(topics, run, tally, skipped, (System.nanoTime() - start) / NANOS);
  }

  private static RecordFaults checks(Settings settings, List<Release> inForce) {
    int dx = -1;
    int dy = -1;
    if (!inForce.isEmpty()) {
      Architecture shape = inForce.getFirst().network().architecture();
      dx = shape.dx();
      dy = shape.dy();
    }
    return new RecordFaults(dx, dy, settings.maxQueries(), settings.maxRecordBytes());
  }

  private static Verification result(
      Topics topics, RunRecords run, Tally tally, long skipped, double seconds) {
    return new Verification(
        run.tasks().size(),
        run.sum(topics.context(), topics.requests()),
        run.sum(topics.posteriors()),
        run.sum(topics.predictions()),
        run.sum(topics.deadLetters()),
        run.sum(topics.ambiguity()),
        run.sum(topics.taskLog()),
        tally.count(Fault.MISSING),
        tally.count(Fault.DOUBLED),
        tally.count(Fault.DIFFERING),
        tally.count(Fault.OUT_OF_ORDER),
        tally.count(Fault.WRONG_ALERT),
        tally.count(Fault.UNKNOWN_RELEASE),
        tally.count(Fault.WRONGLY_REFUSED),
        tally.count(Fault.WRONGLY_ACCEPTED),
        tally.count(Fault.STRAY),
        run.pending(),
        skipped,
        seconds,
        tally.findings());
  }
}

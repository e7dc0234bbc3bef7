package io.mixtide.verify;

import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.app.config.Settings;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Topics;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Verifies a run from its records, wherever these are read from: the outputs first, of which little
 * is kept, then the inputs, then task by task.
 *
 * @param horizon what is read
 * @param scan reads it
 * @param source reads single outputs again
 */
record RunVerifier(
    Settings settings,
    Horizon horizon,
    KnownReleases releases,
    RecordDecoder decoder,
    Scan scan,
    RecordSource source) {

  /** Hands on every record of some partitions, those of one in their order. */
  interface Scan {
    void read(Collection<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> sink);
  }

  /**
   * What is found; {@code seconds} is 0.
   *
   * @param displays show how far it is
   */
  Verification verify(WorkDisplays displays) {
    Topics topics = new Topics(settings.topicPrefix());
    Tally tally = new Tally();
    RunRecords run = new RunRecords();
    Fingerprint fingerprint = new Fingerprint();
    Reports reports = new Reports(topics, source, fingerprint, tally);
    OutputReader outputs = new OutputReader(topics, decoder, fingerprint, run, tally);
    read(Horizon.outputs(topics), outputs::accept, displays, "reading outputs");

    List<Release> inForce = releases.inForce(run.releases());
    InputReader inputs = new InputReader(decoder, checks(inForce), horizon, reports, run, tally);
    read(Horizon.inputs(topics), inputs::accept, displays, "reading inputs");
    addLettersLeft(topics, run, tally);

    Replays replays = new Replays(releases);
    replays.mayBeInForce(inForce.stream().map(Release::version).toList());
    TaskVerifier verifier = new TaskVerifier(settings, replays, reports, horizon.retention(topics));
    long skipped = 0;
    try (WorkDisplay display = displays.start("replaying", " tasks", run.tasks().size())) {
      long done = 0;
      for (TaskRecords task : run.tasks()) {
        if (!verifier.verify(task)) {
          skipped++;
        }
        display.accept(++done);
      }
    }
    return result(topics, run, tally, skipped);
  }

  private void read(
      Collection<String> topics,
      Consumer<ConsumerRecord<byte[], byte[]>> sink,
      WorkDisplays displays,
      String name) {
    List<TopicPartition> partitions = horizon.of(topics);
    long offsets = horizon.records(partitions);
    try (WorkDisplay display = displays.start(name, " records", offsets)) {
      long[] read = new long[1];
      scan.read(
          partitions,
          record -> {
            sink.accept(record);
            display.accept(++read[0]);
          });
      // The ends of transactions have offsets, too, and are no records.
      display.accept(offsets);
    }
  }

  private RecordFaults checks(List<Release> inForce) {
    int dx = -1;
    int dy = -1;
    if (!inForce.isEmpty()) {
      Architecture shape = inForce.getFirst().network().architecture();
      dx = shape.dx();
      dy = shape.dy();
    }
    return new RecordFaults(dx, dy, settings.maxQueries(), settings.maxRecordBytes());
  }

  private void addLettersLeft(Topics topics, RunRecords run, Tally tally) {
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
  }

  private static Verification result(Topics topics, RunRecords run, Tally tally, long skipped) {
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
        0,
        tally.findings());
  }
}

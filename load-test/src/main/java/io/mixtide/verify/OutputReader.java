package io.mixtide.verify;

import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Keeps of every output what tells whether it is right. */
final class OutputReader {
  private final Topics topics;
  private final RecordDecoder decoder;
  private final Fingerprint fingerprint;
  private final RunRecords run;
  private final Tally tally;
  // There are few names of releases and engines, and many outputs.
  private final Map<String, String> names = new HashMap<>();

  OutputReader(
      Topics topics, RecordDecoder decoder, Fingerprint fingerprint, RunRecords run, Tally tally) {
    this.topics = topics;
    this.decoder = decoder;
    this.fingerprint = fingerprint;
    this.run = run;
    this.tally = tally;
  }

  void accept(ConsumerRecord<byte[], byte[]> record) {
    String topic = record.topic();
    if (record.value() == null && topic.equals(topics.taskLog())) {
      return;
    }
    run.count(topic);
    SpecificRecord value = decoder.decode(record).value();
    String task = RecordDecoder.task(record.key());
    if (topic.equals(topics.deadLetters()) && value instanceof DeadLetter letter) {
      accept(record, task, letter);
    } else if (task == null || value == null || !accept(record, run.task(task), value)) {
      stray(record, task, "it is no record of this topic");
    }
  }

  private boolean accept(
      ConsumerRecord<byte[], byte[]> record, TaskRecords task, SpecificRecord value) {
    String topic = record.topic();
    switch (value) {
      case Posterior p when topic.equals(topics.posteriors()) ->
          task.addPosterior(output(record, p, p.getSequence(), p.getRelease(), p.getEngine(), 0));
      case Prediction p when topic.equals(topics.predictions()) -> {
        long key = Ask.keyOf(p, fingerprint);
        task.addPrediction(output(record, p, p.getSequence(), p.getRelease(), p.getEngine(), key));
      }
      case AmbiguityEvent a when topic.equals(topics.ambiguity()) ->
          task.addAlert(
              new Output.Alert(
                  output(record, a, a.getSequence(), a.getRelease(), a.getEngine(), 0),
                  a.getKind(),
                  a.getState(),
                  a.getLabelsWithheld()));
      case TaskLog log when topic.equals(topics.taskLog()) ->
          task.addLog(
              new Output.Log(
                  output(record, log, log.getObservations().size(), log.getRelease(), "vector", 0),
                  log.getReason()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private Output output(
      ConsumerRecord<byte[], byte[]> record,
      SpecificRecord value,
      long sequence,
      String release,
      String engine,
      long key) {
    run.releases().add(name(release));
    return new Output(
        record.partition(),
        record.offset(),
        sequence,
        name(release),
        name(engine),
        fingerprint.of(value),
        key);
  }

  private String name(String name) {
    return names.computeIfAbsent(name, same -> same);
  }

  private void accept(
      ConsumerRecord<byte[], byte[]> record, @Nullable String task, DeadLetter letter) {
    String source = letter.getSourceTopic();
    if (source.equals(topics.taskLog())) {
      // The trainer's: it reads what the service wrote.
      return;
    }
    if (!Horizon.inputs(topics).contains(source)) {
      stray(record, task, "it is that of a record on " + source);
      return;
    }
    Output.Letter kept =
        new Output.Letter(
            record.partition(),
            record.offset(),
            letter.getReason(),
            fingerprint.of(withoutMessage(letter)));
    TopicPartition partition = new TopicPartition(source, letter.getSourcePartition());
    if (!run.addLetter(partition, letter.getSourceOffset(), kept)) {
      add(Fault.DOUBLED, record, task, "the record has a dead letter already");
    }
  }

  /** A dead letter without what is free. */
  static DeadLetter withoutMessage(DeadLetter letter) {
    return DeadLetter.newBuilder(letter).setMessage("").build();
  }

  private void stray(ConsumerRecord<byte[], byte[]> record, @Nullable String task, String detail) {
    add(Fault.STRAY, record, task, detail);
  }

  private void add(
      Fault fault, ConsumerRecord<byte[], byte[]> record, @Nullable String task, String detail) {
    tally.add(fault, task, null, record.topic(), record.partition(), record.offset(), () -> detail);
  }
}

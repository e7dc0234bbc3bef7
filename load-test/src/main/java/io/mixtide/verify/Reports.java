package io.mixtide.verify;

import io.mixtide.schemas.Topics;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Compares the outputs of the task at hand with what is right, and says what is wrong. */
final class Reports {
  private final Topics topics;
  private final RecordSource source;
  private final Fingerprint fingerprint;
  private final Tally tally;
  private String task = "";

  Reports(Topics topics, RecordSource source, Fingerprint fingerprint, Tally tally) {
    this.topics = topics;
    this.source = source;
    this.fingerprint = fingerprint;
    this.tally = tally;
  }

  Topics topics() {
    return topics;
  }

  Fingerprint fingerprint() {
    return fingerprint;
  }

  /** Begins with another task. */
  void begin(String name) {
    task = name;
  }

  /** An output is as it must not be. */
  void add(Fault fault, String topic, Output output, String detail) {
    tally.add(
        fault, task, output.sequence(), topic, output.partition(), output.offset(), () -> detail);
  }

  /**
   * An input is not treated as it must be; {@code sequence} is that of its arrival, if it has one.
   */
  void add(Fault fault, Input input, @Nullable Long sequence, String detail) {
    String topic = input instanceof Input.Event ? topics.context() : topics.requests();
    tally.add(fault, task, sequence, topic, input.partition(), input.offset(), () -> detail);
  }

  boolean isSame(Output output, SpecificRecord expected) {
    return output.bits().equals(fingerprint.of(expected));
  }

  /** An output differs from what is right. */
  void addDifference(String topic, Output output, SpecificRecord expected) {
    Supplier<String> detail =
        () -> {
          SpecificRecord actual = source.at(topic, output.partition(), output.offset());
          return actual == null
              ? "another " + expected.getSchema().getName() + " is right"
              : FieldDifference.between(actual, expected);
        };
    tally.add(
        Fault.DIFFERING,
        task,
        output.sequence(),
        topic,
        output.partition(),
        output.offset(),
        detail);
  }

  /** An output itself, if it can be had. */
  @Nullable SpecificRecord read(String topic, int partition, long offset) {
    return source.at(topic, partition, offset);
  }
}

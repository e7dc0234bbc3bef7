package io.mixtide.benchmark.stream;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedFrame;

/**
 * The parts of what a record costs. A sample belongs to the part that its innermost frame names.
 */
enum Part {
  DECODE(
      "decode key and event",
      in(
          "io.mixtide.schemas.serde.AvroDeserializer",
          "io.mixtide.app.topology.TaskNameDeserializer",
          "io.mixtide.app.topology.CheckedDeserializer")),
  CHECKS("check the event", in("io.mixtide.app.topology.RecordChecks")),
  SCORES(
      "ambiguity scores, alerts",
      in(
          "io.mixtide.model.density.AmbiguityScores",
          "io.mixtide.model.density.Dirichlet",
          "io.mixtide.model.evaluation.",
          "io.mixtide.app.topology.Alert",
          "io.mixtide.model.inference.LabelAdvice")),
  MIXTURE("moments of the mixture", in("io.mixtide.model.density.Mixture")),
  STATE(
      "task's state from and to bytes",
      in(
          "io.mixtide.model.inference.TaskState",
          "io.mixtide.app.topology.StoredTask",
          "io.mixtide.app.topology.ObservationLog")),
  INFERENCE(
      "networks",
      in(
          "io.mixtide.model.engine.",
          "io.mixtide.model.inference.",
          "io.mixtide.model.kernel.",
          "io.mixtide.model.network.",
          "ai.onnxruntime.",
          "io.mixtide.benchmark.onnx.",
          "io.mixtide.benchmark.stream.onnx.",
          "io.mixtide.benchmark.stream.crayfish.KernelsImageModel")),
  ENCODE(
      "encode outputs",
      in(
          "io.mixtide.schemas.serde.AvroSerializer",
          "io.mixtide.benchmark.stream.crayfish.FloatsSerde",
          "org.apache.kafka.common.serialization.StringSerializer")),
  STORES("RocksDB", in("org.rocksdb.", "org.apache.kafka.streams.state.internals.RocksDB")),
  PRODUCE(
      "hand records to the producer",
      in(
          "org.apache.kafka.clients.producer.KafkaProducer",
          "org.apache.kafka.streams.processor.internals.RecordCollectorImpl")),
  SEND("producer's network thread", in("org.apache.kafka.clients.producer.internals.Sender")),
  COMMIT(
      "commit",
      frame ->
          frame.getMethod().getName().toLowerCase(Locale.ROOT).contains("commit")
              && isStreams(frame)),
  CONSUME("consumer", in("org.apache.kafka.clients.consumer.")),
  PROCESSOR("the processor besides", in("io.mixtide.app.", "io.mixtide.benchmark.")),
  STREAMS("Kafka Streams besides", Part::isStreams),
  REST("other Java threads", _ -> true);

  private final String label;
  private final Predicate<RecordedFrame> rule;

  Part(String label, Predicate<RecordedFrame> rule) {
    this.label = label;
    this.rule = rule;
  }

  private static Predicate<RecordedFrame> in(String... prefixes) {
    return frame -> {
      String type = frame.getMethod().getType().getName();
      for (String prefix : prefixes) {
        if (type.startsWith(prefix)) {
          return true;
        }
      }
      return false;
    };
  }

  private static boolean isStreams(RecordedFrame frame) {
    return frame.getMethod().getType().getName().startsWith("org.apache.kafka.streams.");
  }

  /** What it is, for people. */
  String label() {
    return label;
  }

  /** The part of a stack, innermost frame first. */
  static Part of(List<RecordedFrame> stack) {
    for (RecordedFrame frame : stack) {
      for (Part part : values()) {
        if (part != REST && part.rule.test(frame)) {
          return part;
        }
      }
    }
    return REST;
  }
}

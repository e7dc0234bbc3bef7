package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.deadletters.DeadLetterTopic;
import io.mixtide.app.deadletters.LetterFilter;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Topics;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The flags that say which dead letters are meant. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LetterOptions {
  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      description = "Only those for this reason: ${COMPLETION-CANDIDATES}. Repeatable.")
  private @Nullable List<DeadLetterReason> reasons;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description = "Only those of this task. Repeatable.")
  private @Nullable List<String> tasks;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description =
          "Only those whose record is of this time or later: 2026-01-31T12:00:00Z, or 2h for two"
              + " hours ago.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description = "Only those whose record is of an earlier time.")
  private @Nullable Instant until;

  @Option(
      names = "--from-topic",
      paramLabel = "TOPIC",
      description = "Only those of records of this topic, such as context. Repeatable.")
  private @Nullable List<String> fromTopics;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      showDefaultValue = Visibility.NEVER,
      description = "The first N of them.")
  private long limit;

  /** The most letters that are meant. */
  long limit() {
    if (limit < 1) {
      throw new UserErrorException("--limit is %d: give 1 or more".formatted(limit));
    }
    return limit;
  }

  /**
   * What they ask for.
   *
   * @throws UserErrorException if there is no such topic in the product
   */
  LetterFilter filter(Topics topics) {
    return new LetterFilter(
        reasons == null ? Set.of() : new HashSet<>(reasons),
        tasks == null ? Set.of() : new HashSet<>(tasks),
        fromTopics == null
            ? Set.of()
            : fromTopics.stream().map(name -> source(name, topics)).collect(Collectors.toSet()),
        since == null ? Instant.MIN : since,
        until == null ? Instant.MAX : until);
  }

  /** A topic with letters by its full name or by that without the prefix. */
  private static String source(String name, Topics topics) {
    List<String> sources = List.of(topics.context(), topics.requests(), topics.taskLog());
    return sources.stream()
        .filter(source -> source.equals(name) || source.equals(topics.prefix() + name))
        .findFirst()
        .orElseThrow(() ->
            new UserErrorException(
                "--from-topic %s: no dead letter is of that topic; name one of %s"
                    .formatted(name, String.join(", ", sources))));
  }

  /**
   * The topic of dead letters.
   *
   * @throws UserErrorException if no broker answers, the topic is missing, or the registry is one
   *     that no one shares
   */
  static DeadLetterTopic open(Settings settings, Serde<SpecificRecord> values) {
    settings.requireSharedRegistry();
    Topics topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.check();
    }
    return new DeadLetterTopic(
        topics.deadLetters(), settings.clientProperties(), values.deserializer());
  }
}

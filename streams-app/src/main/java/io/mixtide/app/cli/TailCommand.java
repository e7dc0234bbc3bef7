package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.topics.CommittedReader;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.Topics;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide tail}: prints what comes on the topics. */
@Command(
    name = "tail",
    description = {
      "Print the records that are committed to topics from now on, one JSON object a line: topic,",
      "partition, offset, timestamp (milliseconds since 1970), key and value. What cannot be decoded",
      "is passed over, with a line on stderr."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide tail predictions",
      "  mixtide tail ambiguity --task station-7 --limit 10"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class TailCommand implements Subcommand {
  private static final Map<String, Function<Topics, String>> TOPICS = new LinkedHashMap<>();

  static {
    TOPICS.put("predictions", Topics::predictions);
    TOPICS.put("posteriors", Topics::posteriors);
    TOPICS.put("ambiguity", Topics::ambiguity);
    TOPICS.put("drift", Topics::drift);
    TOPICS.put("shadow-scores", Topics::shadowScores);
    TOPICS.put("task-log", Topics::taskLog);
    TOPICS.put("dead-letters", Topics::deadLetters);
    TOPICS.put("context", Topics::context);
    TOPICS.put("requests", Topics::requests);
  }

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Parameters(
      arity = "1..*",
      paramLabel = "TOPIC",
      description =
          "Without the prefix: predictions, posteriors, ambiguity, drift, shadow-scores, task-log,"
              + " dead-letters, context, requests.")
  private List<String> names;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description = "Only records of this task. Repeatable.")
  private @Nullable Set<String> tasks;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      showDefaultValue = Visibility.NEVER,
      description = "End after N records.")
  private long limit;

  /** Public for the service loader. */
  public TailCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (limit < 1) {
      throw new UserErrorException("--limit is %d: give 1 or more".formatted(limit));
    }
    Settings settings = options.settings();
    Topics prefixed = new Topics(settings.topicPrefix());
    List<String> topics = names.stream().map(name -> topic(name, prefixed)).toList();
    settings.requireSharedRegistry();
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), prefixed)) {
      admin.check();
    }
    CompletableFuture<Void> enough = new CompletableFuture<>();
    AtomicLong printed = new AtomicLong();
    try (CommittedReader reader =
        new CommittedReader(
            topics,
            settings.clientProperties(),
            settings.<SpecificRecord>valueSerde().deserializer(),
            record -> {
              if (isMeant(record) && printed.getAndIncrement() < limit) {
                print(record);
                if (printed.get() == limit) {
                  enough.complete(null);
                }
              }
            })) {
      return CompletableFuture.anyOf(enough, reader.ended()).thenApply(_ -> 0).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException("reading ended", e.getCause());
    }
  }

  private static String topic(String name, Topics topics) {
    Function<Topics, String> topic = TOPICS.get(name);
    if (topic == null) {
      throw new UserErrorException(
          "there is no topic '%s': name one of %s"
              .formatted(name, String.join(", ", TOPICS.keySet())));
    }
    return topic.apply(topics);
  }

  private boolean isMeant(ConsumerRecord<String, SpecificRecord> record) {
    return tasks == null || (record.key() != null && tasks.contains(record.key()));
  }

  /**
   * One line.
   *
   * @param topic its name
   * @param timestamp milliseconds since 1970
   * @param value the record, null for a task's end
   */
  record Line(
      String topic,
      int partition,
      long offset,
      long timestamp,
      @Nullable String key,
      Object value) {}

  private void print(ConsumerRecord<String, SpecificRecord> record) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        Json.text(
            new Line(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                // Avro's text of a record is JSON.
                Json.tree(String.valueOf(record.value())))));
    out.flush();
  }
}

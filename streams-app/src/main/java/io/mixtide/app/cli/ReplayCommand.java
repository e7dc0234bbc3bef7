package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.replay.CsvReplay;
import io.mixtide.app.replay.Pace;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.data.CsvObservations;
import io.mixtide.model.data.CsvObservations.Observation;
import io.mixtide.schemas.Topics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide replay}: sends the rows of CSV files as observations. */
@Command(
    name = "replay",
    description = {
      "Send the rows of CSV files as observations, in their order: at their own times, faster or",
      "slower, at a steady rate, or as fast as the brokers take them. Rows without a value for x",
      "or y are passed over."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide replay air.csv --task station,date --x hour --y pm25 --rate 500 --ask-next",
      "  mixtide replay air.csv --task station --x hour --y pm25 --time measured_at --speed 100x"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ReplayCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "CSV files, .csv or .csv.gz, with a header; several continue one another.")
  private List<Path> files;

  @Mixin private ColumnOptions columns;

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description =
          "When a row was observed: ISO 8601 (UTC where it names no offset), or milliseconds since"
              + " 1970. Without it rows are observed when they are sent.")
  private @Nullable String time;

  @ArgGroup private @Nullable Rate rate;

  /** How fast. */
  private static final class Rate {
    @Option(
        names = "--speed",
        paramLabel = "FACTOR",
        description = "So many times as fast as the rows' own times, such as 100x; needs --time.")
    private @Nullable String speed;

    @Option(names = "--rate", paramLabel = "N", description = "So many rows a second.")
    private @Nullable Double perSecond;
  }

  @Option(
      names = "--ask-next",
      description = "Have each event ask for the prediction at the x of its task's next row.")
  private boolean askNext;

  @Option(
      names = "--to",
      paramLabel = "TOPIC",
      defaultValue = "context",
      description = "The topic, with or without the prefix. Default: ${DEFAULT-VALUE}.")
  private String to;

  /** Public for the service loader. */
  public ReplayCommand() {}

  @Override
  public Integer call() {
    Pace pace = pace();
    Settings settings = options.settings();
    settings.requireSharedRegistry();
    List<Observation> observations = new ArrayList<>();
    long skipped = CsvObservations.read(files, columns.columns(), time, observations::add);
    if (skipped > 0) {
      spec.commandLine()
          .getErr()
          .printf("passed over %,d rows without a value for x or y%n", skipped);
    }
    String topic = topic(settings);
    try (Producer<String, SpecificRecord> producer =
            new KafkaProducer<>(
                settings.clientProperties(),
                new StringSerializer(),
                settings.<SpecificRecord>valueSerde().serializer());
        WorkDisplay display =
            WorkDisplays.of(spec, false).start("sending", " rows", observations.size())) {
      new CsvReplay(producer, topic, pace, askNext, InstantSource.system())
          .send(observations, display);
    }
    spec.commandLine().getOut().printf("sent %,d observations to %s%n", observations.size(), topic);
    return 0;
  }

  private Pace pace() {
    if (rate == null) {
      return Pace.unbounded();
    }
    if (rate.perSecond != null) {
      if (!(rate.perSecond > 0)) {
        throw wrong("--rate is %s: give a number above 0".formatted(rate.perSecond));
      }
      return Pace.perSecond(rate.perSecond);
    }
    if (time == null) {
      throw wrong("--speed needs the rows' times: name their column with --time");
    }
    return Pace.ofTimes(speed(String.valueOf(rate.speed)));
  }

  private double speed(String text) {
    try {
      double value = Double.parseDouble(text.replaceFirst("[xX]$", ""));
      if (value > 0 && value < Double.POSITIVE_INFINITY) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong("--speed is '%s': give a factor above 0, such as 100x".formatted(text));
  }

  private String topic(Settings settings) {
    Topics topics = new Topics(settings.topicPrefix());
    String topic = to.equals("context") ? topics.context() : to;
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      if (!admin.exists(topic)) {
        throw new UserErrorException(
            "there is no topic %s: make it, or name another with --to or --topic-prefix"
                .formatted(topic));
      }
    }
    return topic;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

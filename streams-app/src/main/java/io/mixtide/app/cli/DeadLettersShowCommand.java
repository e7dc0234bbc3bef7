package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import io.mixtide.app.deadletters.DeadLetterTopic;
import io.mixtide.app.deadletters.StoredLetter;
import io.mixtide.schemas.DeadLetter;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide dead-letters show}: all that a dead letter says. */
@Command(
    name = "show",
    footer = {"", "Example:", "  mixtide dead-letters show 0:42"},
    mixinStandardHelpOptions = true,
    description = "Print a dead letter with its record's value, decoded if it can be now.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersShowCommand implements Callable<Integer> {
  private static final Pattern PLACE = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Parameters(
      paramLabel = "PARTITION:OFFSET",
      arity = "0..1",
      description = "Where it stands on the topic of dead letters, as 'list' says.")
  private @Nullable String place;

  @Option(
      names = "--source",
      paramLabel = "TOPIC:PARTITION:OFFSET",
      description = "Instead of it: where its record stands.")
  private @Nullable String source;

  @Override
  public Integer call() {
    if ((place == null) == (source == null)) {
      throw new ParameterException(
          spec.commandLine(), "Name the letter by PARTITION:OFFSET or by --source");
    }
    Matcher numbers = PLACE.matcher(place == null ? "0:0" : place);
    if (!numbers.matches()) {
      throw new ParameterException(
          spec.commandLine(), "'%s' is no PARTITION:OFFSET".formatted(place));
    }
    Settings settings = options.settings();
    Serde<SpecificRecord> values = settings.valueSerde();
    try (DeadLetterTopic topic = LetterOptions.open(settings, values)) {
      print(
          source == null
              ? topic.at(Integer.parseInt(numbers.group(1)), Long.parseLong(numbers.group(2)))
              : topic.of(source),
          values,
          spec.commandLine().getOut());
    }
    return 0;
  }

  private static void print(StoredLetter stored, Serde<SpecificRecord> values, PrintWriter out) {
    DeadLetter letter = stored.letter();
    LetterLine line = LetterLine.of(stored);
    out.println("letter     " + stored.id());
    out.println("reason     " + line.reason());
    out.println("message    " + LetterLine.printable(line.message()));
    out.println("source     " + stored.source());
    out.println("time       " + line.time());
    out.println("task       " + line.who());
    out.printf(
        "value      %,d bytes%s%n",
        letter.getValueSize(),
        letter.getTruncated() ? ", of which the letter holds the beginning, or of the key" : "");
    byte[] value = stored.value();
    if (value == null) {
      out.println("           none");
      return;
    }
    try {
      SpecificRecord decoded = values.deserializer().deserialize(letter.getSourceTopic(), value);
      out.println("record     " + decoded.getSchema().getFullName());
      out.println("           " + LetterLine.printable(decoded.toString()));
    } catch (SerializationException e) {
      out.println("undecoded  " + LetterLine.printable(String.valueOf(e.getMessage())));
      out.println("           " + HexFormat.of().formatHex(value));
    }
  }
}

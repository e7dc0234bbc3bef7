package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import io.mixtide.app.deadletters.DeadLetterTopic;
import io.mixtide.app.deadletters.LetterFilter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Topics;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide dead-letters list}: the dead letters, or how many for which reason. */
@Command(
    name = "list",
    footer = {
      "",
      "Examples:",
      "  mixtide dead-letters list --count --since 2h",
      "  mixtide dead-letters list --reason wrong_width,unknown_schema --task station-7 --json"
    },
    mixinStandardHelpOptions = true,
    description = {
      "Print the dead letters, a line each: its place on the topic of dead letters, the time of its",
      "record, the reason, where the record stands, its task, and what is wrong with it."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Mixin private LetterOptions letters;

  @Option(names = "--count", description = "Print only how many there are for each reason.")
  private boolean count;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  @Override
  public Integer call() {
    Settings settings = options.settings();
    LetterFilter filter = letters.filter(new Topics(settings.topicPrefix()));
    long limit = letters.limit();
    PrintWriter out = spec.commandLine().getOut();
    Map<DeadLetterReason, Long> counts = new EnumMap<>(DeadLetterReason.class);
    long[] found = new long[1];
    try (DeadLetterTopic topic = LetterOptions.open(settings, settings.valueSerde())) {
      topic.read(stored -> {
        if (filter.test(stored.letter())) {
          found[0]++;
          counts.merge(stored.letter().getReason(), 1L, Long::sum);
          if (!count) {
            LetterLine line = LetterLine.of(stored);
            out.println(json ? Json.text(line) : line.text());
          }
        }
        return found[0] < limit;
      });
      warnOfForeign(topic.foreign());
    }
    if (count) {
      print(counts, out);
    } else if (found[0] == 0 && !json) {
      out.println("no dead letters");
    }
    return 0;
  }

  private void print(Map<DeadLetterReason, Long> counts, PrintWriter out) {
    if (json) {
      out.println(Json.text(counts));
      return;
    }
    counts.forEach((reason, number) -> out.printf("%-16s %,12d%n", reason, number));
    out.printf("%-16s %,12d%n", "all", counts.values().stream().mapToLong(Long::longValue).sum());
  }

  private void warnOfForeign(long foreign) {
    if (foreign > 0) {
      spec.commandLine().getErr().printf("passed over %d records that are no letters%n", foreign);
    }
  }
}

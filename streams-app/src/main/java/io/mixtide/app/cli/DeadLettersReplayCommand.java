package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import io.mixtide.app.deadletters.DeadLetterTopic;
import io.mixtide.app.deadletters.LetterFilter;
import io.mixtide.app.deadletters.Replay;
import io.mixtide.app.deadletters.Replay.Outcome;
import io.mixtide.app.deadletters.StoredLetter;
import io.mixtide.schemas.Topics;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide dead-letters replay}: sends the records of dead letters again. */
@Command(
    name = "replay",
    footer = {
      "",
      "Examples:",
      "  mixtide dead-letters replay --reason unknown_schema --dry-run",
      "  mixtide dead-letters replay --reason unknown_schema --since 2h"
    },
    mixinStandardHelpOptions = true,
    description = {
      "Send the records of dead letters to their topics again, with key and value as they came and",
      "the present time. A record is sent once however often this runs: it names its letter in the",
      "header " + Replay.HEADER + ", and what is named on the topic already is passed over.",
      "Exit status 1 if a record is in neither the letter nor its topic any more."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeadLettersReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Mixin private LetterOptions letters;

  @Option(names = "--dry-run", description = "Print what would be sent, and send nothing.")
  private boolean dryRun;

  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private @Nullable WorkDisplay display;

  @Override
  public Integer call() {
    Settings settings = options.settings();
    Topics topics = new Topics(settings.topicPrefix());
    LetterFilter filter = letters.filter(topics);
    long limit = letters.limit();
    try (DeadLetterTopic topic = LetterOptions.open(settings, settings.valueSerde())) {
      new Replay(topics, settings.clientProperties(), topic)
          .run(filter, limit, dryRun, new Progress());
    } finally {
      if (display != null) {
        display.close();
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s %,d%n", dryRun ? "would send" : "sent", count(Outcome.SENT));
    report("%,d were replayed before%n", Outcome.REPLAYED_BEFORE);
    report("%,d are of records that the service does not read: not sent%n", Outcome.NO_INPUT);
    report("%,d are truncated and their records gone: not sent%n", Outcome.GONE);
    return count(Outcome.GONE) == 0 ? 0 : 1;
  }

  /** Counts, and shows how far it is; of a dry run the lines of what would be sent show it. */
  private final class Progress implements Replay.Listener {
    @Override
    public void found(long letters) {
      display =
          (dryRun ? WorkDisplays.NONE : WorkDisplays.of(spec, false))
              .start("replaying", " letters", letters);
    }

    @Override
    public void letter(StoredLetter stored, Outcome outcome) {
      counts.merge(outcome, 1L, Long::sum);
      PrintWriter out = spec.commandLine().getOut();
      WorkDisplay shown = Objects.requireNonNull(display);
      if (outcome == Outcome.GONE) {
        shown.print(out, "gone " + text(stored));
      } else if (dryRun && outcome == Outcome.SENT) {
        shown.print(out, "send " + text(stored));
      }
      shown.one();
    }
  }

  private static String text(StoredLetter stored) {
    return LetterLine.of(stored).text();
  }

  private long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  private void report(String line, Outcome outcome) {
    if (count(outcome) > 0) {
      spec.commandLine().getOut().printf(line, count(outcome));
    }
  }
}

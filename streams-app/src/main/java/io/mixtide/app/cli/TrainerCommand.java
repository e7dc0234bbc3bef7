package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import io.mixtide.app.trainer.Trainer;
import io.mixtide.app.trainer.TrainerListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mixtide trainer}: trains new releases on logged tasks until it is told to stop. */
@Command(
    name = "trainer",
    description = {
      "Train the release in force further on logged tasks, again and again, until stopped.",
      "What is surely better is put in force; 'mixtide releases list' shows what was refused."
    },
    footer = {
      "",
      "Example:",
      "  mixtide trainer --bootstrap-servers kafka:9092 --schema-registry-url http://registry:8081"
    })
public final class TrainerCommand implements Subcommand {
  @Mixin private SettingsOptions options = new SettingsOptions();
  @Spec private @Nullable CommandSpec spec;

  /** Public for picocli. */
  public TrainerCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = options.settings();
    settings.requireSharedRegistry();
    Trainer trainer = Trainer.start(settings, TrainerListener.NONE);
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .printf("mixtide trains from %s%n", settings.trainerDir().toAbsolutePath());
    UntilStopped.await(trainer::close);
    return 0;
  }
}

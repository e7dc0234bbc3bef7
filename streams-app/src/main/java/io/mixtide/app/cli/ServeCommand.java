package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import io.mixtide.app.service.Service;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mixtide serve}: runs the service on the user's Kafka until it is told to stop. */
@Command(
    name = "serve",
    description = "Run the service against your own Kafka and schema registry, until stopped.",
    footer = {
      "",
      "Example:",
      "  mixtide serve --bootstrap-servers kafka:9092 --schema-registry-url http://registry:8081"
    })
public final class ServeCommand implements Subcommand {
  @Mixin private SettingsOptions options = new SettingsOptions();
  @Spec private @Nullable CommandSpec spec;

  /** Public for picocli. */
  public ServeCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = options.settings();
    settings.requireSharedRegistry();
    Service service = Service.start(settings);
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .printf("engine: %s%nmixtide serves %s%n", service.engine(), service.url());
    UntilStopped.await(service::close);
    return 0;
  }
}

package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.EmbeddedPlan;
import io.mixtide.app.demo.EmbeddedService;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide sandbox}: all that it takes to try a release, on this machine. */
@Command(
    name = "sandbox",
    description = {
      "Start a real Kafka broker, a schema registry and the service with a release of your own, all",
      "in this process and for this machine alone, until stopped. Nothing of it is kept."
    },
    footer = {"", "Example:", "  mixtide sandbox --release air.safetensors"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SandboxCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--release",
      required = true,
      paramLabel = "FILE",
      description = "What 'mixtide train' wrote; it is put in force.")
  private Path release;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Of the broker; 0 is any free one. Default: ${DEFAULT-VALUE}.")
  private int kafkaPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Of the schema registry; 0 is any free one. Default: ${DEFAULT-VALUE}.")
  private int registryPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Of the page and of HTTP; 0 is any free one. Default: ${DEFAULT-VALUE}.")
  private int httpPort;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "2",
      description = "Of each topic. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(
      names = "--service",
      paramLabel = "KEY=VALUE",
      description = "A setting of the service; repeatable.")
  private Map<String, String> service = Map.of();

  /** Public for the service loader. */
  public SandboxCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (partitions < 1) {
      throw new UserErrorException("--partitions is %d: give 1 or more".formatted(partitions));
    }
    byte[] file = LocalRelease.bytes(release);
    LocalRelease.read(release, file);
    spec.commandLine().getErr().println("starting a broker and the service...");
    EmbeddedService sandbox =
        new EmbeddedService(
            new EmbeddedPlan(
                "sandbox", file, partitions, kafkaPort, registryPort, httpPort, service));
    tell(sandbox.settings(), sandbox.url());
    UntilStopped.await(sandbox::close);
    return 0;
  }

  private void tell(Settings settings, String url) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("mixtide serves %s%n", url);
    out.println("to send to it, or to look at its topics, from another terminal:");
    out.printf(
        "  export MIXTIDE_BOOTSTRAP_SERVERS=%s MIXTIDE_SCHEMA_REGISTRY_URL=%s%n",
        settings.bootstrapServers(), settings.schemaRegistryUrl());
    out.println("  ./mixtide replay --help");
    out.println("  ./mixtide tail --help");
    out.flush();
  }
}

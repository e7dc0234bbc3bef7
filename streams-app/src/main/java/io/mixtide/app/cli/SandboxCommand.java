package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.app.service.Service;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
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

  private final Deque<Runnable> undo = new ArrayDeque<>();

  /** Public for the service loader. */
  public SandboxCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (partitions < 1) {
      throw new UserErrorException("--partitions is %d: give 1 or more".formatted(partitions));
    }
    ReleaseFromFile file = ReleaseFromFile.read(release);
    spec.commandLine().getErr().println("starting a broker and the service...");
    try {
      Settings settings = startAround();
      file.putInForce(settings, "sandbox");
      Service started = Service.start(settings);
      undo.push(started::close);
      tell(settings, started);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
    UntilStopped.await(this::stop);
    return 0;
  }

  /** Starts all but the service, and makes the topics. */
  private Settings startAround() {
    Path directory = temporaryDirectory();
    undo.push(() -> DirectoryTree.delete(directory));
    SchemaRegistryServer registry = registry();
    undo.push(registry::close);
    EmbeddedBroker broker = EmbeddedBroker.start(kafkaPort, null);
    undo.push(broker::close);
    Map<String, String> all = new HashMap<>(service);
    all.put("bootstrap.servers", broker.bootstrapServers());
    all.put("schema.registry.url", registry.url());
    all.put("state.dir", directory.resolve("streams").toString());
    all.put("trainer.dir", directory.resolve("trainer").toString());
    all.put("http.port", String.valueOf(httpPort));
    Settings settings = Settings.of(all);
    try (TopicAdmin admin =
        new TopicAdmin(settings.clientProperties(), new Topics(settings.topicPrefix()))) {
      admin.create(partitions, (short) 1);
    }
    return settings;
  }

  private SchemaRegistryServer registry() {
    try {
      return new SchemaRegistryServer(new InMemorySchemaRegistry(), registryPort);
    } catch (UncheckedIOException e) {
      throw new UserErrorException(
          "the schema registry cannot listen on port %d (%s): give another --registry-port"
              .formatted(registryPort, e.getMessage()),
          e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("mixtide-sandbox-");
    } catch (IOException e) {
      throw new UserErrorException("no temporary directory can be made: " + e.getMessage(), e);
    }
  }

  private void tell(Settings settings, Service started) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("mixtide serves %s%n", started.url());
    out.println("to send to it, or to look at its topics, from another terminal:");
    out.printf(
        "  export MIXTIDE_BOOTSTRAP_SERVERS=%s MIXTIDE_SCHEMA_REGISTRY_URL=%s%n",
        settings.bootstrapServers(), settings.schemaRegistryUrl());
    out.println("  ./mixtide replay --help");
    out.println("  ./mixtide tail --help");
    out.flush();
  }

  private void stop() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}

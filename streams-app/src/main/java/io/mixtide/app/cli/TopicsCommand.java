package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.app.topics.TopicPlan;
import io.mixtide.schemas.Topics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide topics}: creates and describes the topics on a Kafka cluster. */
@Command(
    name = "topics",
    description = "Create or describe the topics on a Kafka cluster.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  mixtide topics create --partitions 6",
      "  mixtide topics describe"
    })
public final class TopicsCommand implements Subcommand {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** Public for the service loader. */
  public TopicsCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "create",
      footer = {
        "",
        "Example:",
        "  mixtide topics create --partitions 6 --bootstrap-servers kafka:9092"
      },
      mixinStandardHelpOptions = true,
      description = "Create the topics that are missing; leave the others as they are.")
  int create(
      @Mixin SettingsOptions options,
      @Option(
              names = "--partitions",
              defaultValue = "6",
              paramLabel = "N",
              description =
                  "Partitions of each topic; the topic of releases has one."
                      + " Default: ${DEFAULT-VALUE}, which 2, 3 or 6 instances share evenly.")
          int partitions) {
    if (partitions < 1) {
      throw new UserErrorException("--partitions is %d: give 1 or more".formatted(partitions));
    }
    Settings settings = options.settings();
    try (TopicAdmin admin = admin(settings)) {
      List<String> created = admin.create(partitions, settings.replicationFactor());
      created.forEach(name -> out().println("created " + name));
      if (created.isEmpty()) {
        out().println("nothing to create: all topics are there");
      }
    }
    return 0;
  }

  @Command(
      name = "describe",
      footer = {"", "Example:", "  mixtide topics describe --bootstrap-servers kafka:9092"},
      mixinStandardHelpOptions = true,
      description = "Print each topic's partitions and copies, or that it is missing.")
  int describe(@Mixin SettingsOptions options) {
    Settings settings = options.settings();
    try (TopicAdmin admin = admin(settings)) {
      Map<String, TopicDescription> existing = admin.describe();
      out().printf("%-32s %10s %6s%n", "topic", "partitions", "copies");
      for (TopicPlan plan : TopicPlan.all(new Topics(settings.topicPrefix()), 1)) {
        @Nullable TopicDescription topic = existing.get(plan.name());
        if (topic == null) {
          out().printf("%-32s %10s%n", plan.name(), "missing");
        } else {
          out()
              .printf(
                  "%-32s %10d %6d%n",
                  plan.name(),
                  topic.partitions().size(),
                  topic.partitions().getFirst().replicas().size());
        }
      }
    }
    return 0;
  }

  private static TopicAdmin admin(Settings settings) {
    return new TopicAdmin(settings.clientProperties(), new Topics(settings.topicPrefix()));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

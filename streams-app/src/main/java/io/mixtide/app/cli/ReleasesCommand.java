package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseCatalog;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide releases}: puts trained models on the topic of releases, and in force. */
@Command(
    name = "releases",
    description = "Publish releases, put one in force, or list them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  mixtide releases publish model.safetensors --activate",
      "  mixtide releases activate 5ab1c09d7e21 --reason \"the newer one is too sure\"",
      "  mixtide releases list"
    })
public final class ReleasesCommand implements Subcommand {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** Public for the service loader. */
  public ReleasesCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "publish",
      mixinStandardHelpOptions = true,
      description = "Put a release file on the topic; running services are not changed by it.")
  int publish(
      @Mixin SettingsOptions options,
      @Parameters(paramLabel = "FILE", description = "What 'mixtide train' wrote.") Path file,
      @Option(names = "--activate", description = "Put it in force at once.") boolean activate) {
    byte[] bytes = LocalRelease.bytes(file);
    Release release = LocalRelease.read(file, bytes);
    ReleaseTopic topic = topic(options);
    boolean written =
        topic.publish(new NewRelease(release.version(), release.parent(), bytes, Map.of()));
    out()
        .println(
            written
                ? "published " + release.version()
                : release.version() + " is published already");
    if (activate) {
      activate(topic, release.version(), "");
    }
    return 0;
  }

  @Command(
      name = "activate",
      mixinStandardHelpOptions = true,
      description = "Put a published release in force, be it newer or older than the present one.")
  int activate(
      @Mixin SettingsOptions options,
      @Parameters(paramLabel = "VERSION", description = "As 'mixtide releases list' names it.")
          String version,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Why, for those who read the list.")
          String reason) {
    activate(topic(options), version, reason);
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Print which release is in force since when, by whom and why, and all others.")
  int list(
      @Mixin SettingsOptions options,
      @Option(names = "--json", description = "Print one JSON object.") boolean json) {
    Listing listing = Listing.of(topic(options).catalog());
    if (json) {
      out().println(Json.text(listing));
    } else {
      listing.print(out());
    }
    return 0;
  }

  private void activate(ReleaseTopic topic, String version, String reason) {
    topic.activate(version, System.getProperty("user.name", "unknown"), reason);
    out().println(version + " is in force");
  }

  private static ReleaseTopic topic(SettingsOptions options) {
    Settings settings = options.settings();
    settings.requireSharedRegistry();
    Topics topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      // Says in seconds, where a producer takes a minute, that no broker answers.
      admin.describe();
    }
    return new ReleaseTopic(
        new ReleaseConnection(
            topics.releases(), settings.clientProperties(), settings.valueSerde()),
        InstantSource.system());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** What is on the topic; the JSON of {@code list --json} has these names. */
  record Listing(@Nullable Activation inForce, List<Published> published) {

    /** The newest activation; times are ISO 8601, in UTC. */
    record Activation(String version, String activatedAt, String by, String reason) {}

    /** A release; its size is in bytes. */
    record Published(String version, @Nullable String parent, long size, String publishedAt) {}

    static Listing of(ReleaseCatalog catalog) {
      return new Listing(
          catalog.activation().map(Listing::activation).orElse(null),
          catalog.manifests().stream().map(Listing::published).toList());
    }

    private static Activation activation(ReleaseActivation activation) {
      return new Activation(
          activation.getVersion(),
          activation.getActivatedAt().toString(),
          activation.getBy(),
          activation.getReason());
    }

    private static Published published(ReleaseManifest manifest) {
      return new Published(
          manifest.getVersion(),
          manifest.getParent(),
          manifest.getSize(),
          manifest.getPublishedAt().toString());
    }

    void print(PrintWriter out) {
      if (published.isEmpty()) {
        out.println("no release is published");
        return;
      }
      out.printf("  %-14s %12s  %-24s  %s%n", "release", "bytes", "published", "trained from");
      for (Published release : published) {
        boolean current = inForce != null && inForce.version().equals(release.version());
        out.printf(
            "%s %-14s %,12d  %-24s  %s%n",
            current ? "*" : " ",
            release.version(),
            release.size(),
            release.publishedAt(),
            release.parent() == null ? "-" : release.parent());
      }
      if (inForce == null) {
        out.println("none is in force: 'mixtide releases activate VERSION' puts one in force");
      } else {
        out.printf(
            "* in force since %s, by %s%s%n",
            inForce.activatedAt(),
            inForce.by(),
            inForce.reason().isEmpty() ? "" : ": " + inForce.reason());
      }
    }
  }
}

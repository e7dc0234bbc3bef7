package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The flags of commands that read {@link Settings}: {@code --config}, one flag for every setting
 * ({@code --http-port} for {@code http.port}), and {@code --kafka}. A command has them by a field
 * annotated with picocli's {@code @Mixin}.
 */
@Command
public final class SettingsOptions {
  private final Map<String, String> flags = new HashMap<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "A properties file with settings.",
        "Each is a flag and an environment variable too;",
        "'mixtide settings' describes them all."
      })
  private @Nullable Path file;

  /** Public for picocli. */
  public SettingsOptions() {}

  /** The settings from all sources; what is logged from now on is written as they say. */
  public Settings settings() {
    Settings settings = Settings.load(file, System.getenv(), flags);
    settings.logFormat().use();
    return settings;
  }

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "A setting of the Kafka clients or of Kafka Streams; repeatable.")
  void setKafka(@Nullable Map<String, String> values) {
    if (values != null) {
      values.forEach((key, value) -> flags.put("kafka." + key, value));
    }
  }

  @Spec
  void addSettings(CommandSpec self) {
    Settings.keys().values().stream().map(this::option).forEach(self::addOption);
  }

  private OptionSpec option(ConfigKey key) {
    return OptionSpec.builder(Settings.flag(key.name))
        .type(String.class)
        .paramLabel("VALUE")
        .description(firstSentence(key.documentation) + " Default: " + key.defaultValue)
        .hidden(key.importance != Importance.HIGH)
        .setter(setter(key.name))
        .build();
  }

  private ISetter setter(String key) {
    return new ISetter() {
      @Override
      public <T> @Nullable T set(@Nullable T value) {
        if (value != null) {
          flags.put(key, value.toString());
        }
        return null;
      }
    };
  }

  private static String firstSentence(String documentation) {
    return documentation.substring(0, documentation.indexOf(". ") + 1).replace("`", "");
  }
}

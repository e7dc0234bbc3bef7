package io.mixtide.app.config;

import static io.mixtide.app.config.HttpDefinition.*;
import static io.mixtide.app.config.KafkaDefinition.*;
import static io.mixtide.app.config.LogDefinition.*;
import static io.mixtide.app.config.ProcessingDefinition.*;
import static io.mixtide.app.config.RecoveryDefinition.*;
import static io.mixtide.app.config.TaskDefinition.*;
import static io.mixtide.app.config.TrainerDefinition.*;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.logging.LogFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * The service's configuration, typed and checked; {@link #reference()} documents every setting.
 *
 * <p>Keys that begin with {@code kafka.} are not checked here: they pass to the Kafka clients and
 * to Kafka Streams without that prefix.
 */
public final class Settings {
  private static final ConfigDef DEFINITION = SettingsDefinition.create();

  private final AbstractConfig config;
  private final Map<String, String> kafka;

  Settings(AbstractConfig config, Map<String, String> kafka) {
    this.config = config;
    this.kafka = Map.copyOf(kafka);
    Contradictions.refuse(config);
  }

  /**
   * Reads settings from their sources, each overriding the ones before it.
   *
   * @param file a properties file, or null
   * @param environment the process's environment; only names beginning with {@code MIXTIDE_} count
   * @param flags values from the command line by key, such as {@code http.port}
   * @throws UserErrorException for an unknown key, a bad value or a contradiction
   */
  public static Settings load(
      @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
    SettingsLoader loader = new SettingsLoader(DEFINITION);
    if (file != null) {
      loader.addFile(file);
    }
    loader.addEnvironment(environment);
    loader.addFlags(flags);
    return loader.load();
  }

  /** The defaults with the given values by key in place of theirs. */
  public static Settings of(Map<String, String> values) {
    return load(null, Map.of(), values);
  }

  /** The reference of all settings as Markdown. */
  public static String reference() {
    return SettingsReference.render(DEFINITION);
  }

  /** What the settings are, for those who offer them: the command line makes flags of it. */
  public static Map<String, ConfigDef.ConfigKey> keys() {
    return DEFINITION.configKeys();
  }

  /** The flag that sets {@code key} on the command line. */
  public static String flag(String key) {
    return SettingsLoader.flag(key);
  }

  public String bootstrapServers() {
    return config.getString(BOOTSTRAP_SERVERS);
  }

  public String applicationId() {
    return config.getString(APPLICATION_ID);
  }

  public String topicPrefix() {
    return config.getString(TOPIC_PREFIX);
  }

  /** Copies of each topic; -1 leaves it to the brokers. */
  public short replicationFactor() {
    return config.getInt(REPLICATION_FACTOR).shortValue();
  }

  public String schemaRegistryUrl() {
    return config.getString(SCHEMA_REGISTRY_URL);
  }

  /**
   * Checks that other processes can share the schema registry.
   *
   * @throws UserErrorException if it is one in this JVM's memory
   */
  public void requireSharedRegistry() {
    if (schemaRegistryUrl().startsWith("mock:")) {
      throw new UserErrorException(
          "%s is %s, which no other process can read: give the address of a schema registry"
              .formatted(SCHEMA_REGISTRY_URL, schemaRegistryUrl()));
    }
  }

  /**
   * A new serde for record values, configured for the registry. Serdes of the same class share what
   * they learnt from the registry only as far as that class does.
   *
   * @throws UserErrorException if the class named is not on the class path or is no serde
   */
  public <T> Serde<T> valueSerde() {
    String name = config.getString(VALUE_SERDE);
    try {
      @SuppressWarnings("unchecked")
      Serde<T> serde = Utils.newInstance(name, Serde.class);
      Map<String, Object> properties = new HashMap<>(kafka);
      properties.put(SCHEMA_REGISTRY_URL, schemaRegistryUrl());
      properties.putAll(AccessProperties.ofRegistry(config));
      // Confluent's deserializer gives generic records unless it is told otherwise.
      properties.put("specific.avro.reader", true);
      serde.configure(properties, false);
      return serde;
    } catch (ConfigException e) {
      throw new UserErrorException(
          "the serde %s refuses its settings: %s".formatted(name, e.getMessage()), e);
    } catch (ClassNotFoundException | LinkageError | ClassCastException e) {
      throw new UserErrorException(
          "value.serde names %s, which is no Kafka Serde on the class path: name one that is"
              .formatted(name),
          e);
    }
  }

  public Path stateDir() {
    return Path.of(config.getString(STATE_DIR));
  }

  public int streamThreads() {
    return config.getInt(NUM_STREAM_THREADS);
  }

  public Duration commitInterval() {
    return Duration.ofMillis(config.getLong(COMMIT_INTERVAL_MS));
  }

  public Duration linger() {
    return Duration.ofMillis(config.getLong(LINGER_MS));
  }

  /** How long a consumer of a group may give no sign of life. */
  public Duration sessionTimeout() {
    return Duration.ofMillis(config.getInt(SESSION_TIMEOUT_MS));
  }

  /** At most a third of {@link #sessionTimeout()}. */
  public Duration heartbeatInterval() {
    return Duration.ofMillis(config.getInt(HEARTBEAT_INTERVAL_MS));
  }

  /** The most memory outside the heap that state stores take, in bytes. */
  public long rocksDbMemoryBytes() {
    return config.getLong(ROCKSDB_MEMORY_BYTES);
  }

  /** The most queries that one event may carry. */
  public int maxQueries() {
    return config.getInt(MAX_QUERIES);
  }

  /** The largest record value that is read, in bytes. */
  public int maxRecordBytes() {
    return config.getInt(MAX_RECORD_BYTES);
  }

  /** Event time without an observation after which a task is closed; zero for never. */
  public Duration taskIdle() {
    return Duration.ofMillis(config.getLong(TASK_IDLE_MS));
  }

  /** The most observations of a task that are logged, at least 1. */
  public int taskMaxObservations() {
    return config.getInt(TASK_MAX_OBSERVATIONS);
  }

  /** {@code auto}, {@code vector}, {@code scalar}, {@code cuda} or {@code nd4j}. */
  public String engine() {
    return config.getString(ENGINE);
  }

  /** How many records are inferred together at most, at least 1. */
  public int batchRecords() {
    return config.getInt(BATCH_RECORDS);
  }

  public Duration releaseWait() {
    return Duration.ofMillis(config.getLong(RELEASE_WAIT_MS));
  }

  /** {@code MUTUAL_INFORMATION}, {@code TOTAL_ENTROPY} or {@code DIRICHLET_ENTROPY}. */
  public String alertScore() {
    return config.getString(ALERT_SCORE);
  }

  /** In [0, 100], greater than {@link #alertClearPercentile()}. */
  public double alertRaisePercentile() {
    return config.getDouble(ALERT_RAISE_PERCENTILE);
  }

  /** In [0, 100]. */
  public double alertClearPercentile() {
    return config.getDouble(ALERT_CLEAR_PERCENTILE);
  }

  /** In [0, 100], less than {@link #noveltyClearPercentile()}. */
  public double noveltyRaisePercentile() {
    return config.getDouble(NOVELTY_RAISE_PERCENTILE);
  }

  /** In [0, 100]. */
  public double noveltyClearPercentile() {
    return config.getDouble(NOVELTY_CLEAR_PERCENTILE);
  }

  /** How many tasks a partition closes on average before drift is raised without one. */
  public double driftFalseAlarmTasks() {
    return config.getDouble(DRIFT_FALSE_ALARM_TASKS);
  }

  /** The most alerts that carry labels, for each partition and window; -1 for any number. */
  public int labelBudget() {
    return config.getInt(LABEL_BUDGET);
  }

  /** Positive. */
  public Duration labelWindow() {
    return Duration.ofMillis(config.getLong(LABEL_WINDOW_MS));
  }

  /** Whether the service trains in its own process. */
  public boolean trainerEnabled() {
    return config.getBoolean(TRAINER_ENABLED);
  }

  public Path trainerDir() {
    return Path.of(config.getString(TRAINER_DIR));
  }

  /** The most bytes of logged tasks that are kept. */
  public long trainerStoreMaxBytes() {
    return config.getLong(TRAINER_STORE_MAX_BYTES);
  }

  public Duration trainerInterval() {
    return Duration.ofMillis(config.getLong(TRAINER_INTERVAL_MS));
  }

  /** How many newly logged tasks start a round, at least 1. */
  public long trainerNewTasks() {
    return config.getLong(TRAINER_NEW_TASKS);
  }

  /** How many tasks must be kept before any round, at least 1. */
  public int trainerMinTasks() {
    return config.getInt(TRAINER_MIN_TASKS);
  }

  /** In (0, 1). */
  public double trainerHoldout() {
    return config.getDouble(TRAINER_HOLDOUT);
  }

  public int trainerSteps() {
    return config.getInt(TRAINER_STEPS);
  }

  /** Peak of a round's learning rate, positive. */
  public double trainerLearningRate() {
    return config.getDouble(TRAINER_LEARNING_RATE);
  }

  /** How many threads train, at least 1. */
  public int trainerThreads() {
    return config.getInt(TRAINER_THREADS);
  }

  public long trainerSeed() {
    return config.getLong(TRAINER_SEED);
  }

  public String httpHost() {
    return config.getString(HTTP_HOST);
  }

  /** 0 is any free port. */
  public int httpPort() {
    return config.getInt(HTTP_PORT);
  }

  /**
   * Where other instances reach this one by HTTP.
   *
   * @param port that it listens on
   */
  public HostInfo advertised(int port) {
    String given = config.getString(HTTP_ADVERTISED);
    return given == null
        ? new HostInfo(ReachableHost.of(httpHost()), port)
        : HostInfo.buildFromEndpoint(given);
  }

  /** What a request must bear; null for nothing. */
  public @Nullable Password httpToken() {
    return config.getPassword(SecurityDefinition.HTTP_TOKEN);
  }

  /**
   * How HTTP is secured, in the names that Kafka's listeners have for it; empty if it is not.
   *
   * @throws UserErrorException if something is said about a keystore but not where it is
   */
  public Map<String, Object> httpSsl() {
    return AccessProperties.ofHttp(config);
  }

  /** How log lines are written. */
  public LogFormat logFormat() {
    return LogFormat.valueOf(config.getString(LOG_FORMAT).toUpperCase(Locale.ROOT));
  }

  /** All settings in force by key, with {@code [hidden]} for what is or may be a secret. */
  public SortedMap<String, String> shown() {
    return ShownSettings.of(config, kafka);
  }

  /**
   * The configuration of a producer, consumer or admin client; what Kafka calls a password does not
   * show when this is printed.
   */
  public Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.replaceAll(
        (key, value) -> ShownSettings.isPassword(key) ? new Password((String) value) : value);
    properties.put(BOOTSTRAP_SERVERS, bootstrapServers());
    return properties;
  }

  /** The configuration of Kafka Streams, always exactly once. */
  public Properties streamsProperties() {
    return StreamsProperties.of(config, clientProperties());
  }
}

package io.mixtide.app.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/**
 * Every setting with its type, default, valid values and documentation. A documentation text is
 * Markdown; its first sentence says what the setting is, the rest gives the reason of the default.
 * Settings of high importance appear in the help of the commands.
 */
final class SettingsDefinition {
  static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  static final String APPLICATION_ID = "application.id";
  static final String TOPIC_PREFIX = "topic.prefix";
  static final String REPLICATION_FACTOR = "replication.factor";
  static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
  static final String VALUE_SERDE = "value.serde";
  static final String STATE_DIR = "state.dir";
  static final String NUM_STREAM_THREADS = "num.stream.threads";
  static final String COMMIT_INTERVAL_MS = "commit.interval.ms";
  static final String LINGER_MS = "linger.ms";
  static final String MAX_QUERIES = "max.queries";
  static final String MAX_RECORD_BYTES = "max.record.bytes";
  static final String TASK_IDLE_MS = "task.idle.ms";
  static final String TASK_MAX_OBSERVATIONS = "task.max.observations";
  static final String ENGINE = "engine";
  static final String RELEASE_WAIT_MS = "release.wait.ms";
  static final String ALERT_SCORE = "alert.score";
  static final String ALERT_RAISE_PERCENTILE = "alert.raise.percentile";
  static final String ALERT_CLEAR_PERCENTILE = "alert.clear.percentile";
  static final String NOVELTY_RAISE_PERCENTILE = "novelty.raise.percentile";
  static final String NOVELTY_CLEAR_PERCENTILE = "novelty.clear.percentile";
  static final String DRIFT_FALSE_ALARM_TASKS = "drift.false.alarm.tasks";
  static final String LABEL_BUDGET = "label.budget";
  static final String LABEL_WINDOW_MS = "label.window.ms";
  static final String TRAINER_ENABLED = "trainer.enabled";
  static final String TRAINER_DIR = "trainer.dir";
  static final String TRAINER_STORE_MAX_BYTES = "trainer.store.max.bytes";
  static final String TRAINER_INTERVAL_MS = "trainer.interval.ms";
  static final String TRAINER_NEW_TASKS = "trainer.new.tasks";
  static final String TRAINER_MIN_TASKS = "trainer.min.tasks";
  static final String TRAINER_HOLDOUT = "trainer.holdout";
  static final String TRAINER_STEPS = "trainer.steps";
  static final String TRAINER_LEARNING_RATE = "trainer.learning.rate";
  static final String TRAINER_THREADS = "trainer.threads";
  static final String TRAINER_SEED = "trainer.seed";
  static final String HTTP_HOST = "http.host";
  static final String HTTP_PORT = "http.port";

  private static final long DAY_MS = 86_400_000;
  private static final long HUNDRED_YEARS_MS = 36_525 * DAY_MS;
  private static final Range PERCENTILE = Range.between(0.0, 100.0);

  private final ConfigDef definition = new ConfigDef();
  private String group = "";
  private int orderInGroup;

  private SettingsDefinition() {}

  /** The definition of all settings, grouped and in the order of the reference. */
  static ConfigDef create() {
    SettingsDefinition settings = new SettingsDefinition();
    settings.defineKafka();
    settings.defineSchemas();
    settings.defineProcessing();
    settings.defineTasks();
    settings.defineModel();
    settings.defineAlerts();
    settings.defineLabels();
    settings.defineDrift();
    settings.defineTrainer();
    settings.defineHttp();
    SecurityDefinition.addTo(settings.definition);
    return settings.definition;
  }

  private void defineKafka() {
    startGroup("Kafka");
    define(
        BOOTSTRAP_SERVERS,
        STRING,
        "localhost:9092",
        new ConfigDef.NonEmptyString(),
        HIGH,
        "The brokers to connect to first, as `host:port`, separated by commas. The default is where"
            + " a broker on the same machine listens.");
    define(
        APPLICATION_ID,
        STRING,
        "mixtide",
        new TopicNamePart(1),
        MEDIUM,
        "The name of this service on Kafka: consumer group, transactions and internal topics are"
            + " named after it. All instances that share the work have the same one; two services"
            + " on one cluster need two.");
    define(
        TOPIC_PREFIX,
        STRING,
        "mixtide.",
        new TopicNamePart(0),
        HIGH,
        "What the names of all topics begin with. The default keeps them together in a listing and"
            + " apart from others' topics on a shared cluster.");
    define(
        REPLICATION_FACTOR,
        INT,
        -1,
        Range.between(-1, Short.MAX_VALUE),
        MEDIUM,
        "How many copies Kafka keeps of the topics that the service makes. -1, the default, leaves"
            + " it to the brokers, who know how many of them there are; 0 is refused by Kafka.");
  }

  private void defineSchemas() {
    startGroup("Schemas");
    define(
        SCHEMA_REGISTRY_URL,
        STRING,
        "mock://mixtide",
        new RegistryUrl(),
        HIGH,
        "The address of the schema registry (`http://` or `https://`), or `mock://NAME` for a"
            + " registry in this JVM's memory. The default needs no server and is fit only for the"
            + " embedded broker and for tests: another process does not see its schemas.");
    define(
        VALUE_SERDE,
        STRING,
        "io.mixtide.schemas.serde.AvroSerde",
        new ConfigDef.NonEmptyString(),
        LOW,
        "The class that reads and writes record values, a Kafka `Serde`. The default writes"
            + " Confluent's wire format without Confluent's libraries; with those on the class path,"
            + " `io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde` can be named instead.");
  }

  private void defineProcessing() {
    startGroup("Processing");
    define(
        STATE_DIR,
        STRING,
        "mixtide-state",
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "The directory of the local state stores, relative to where the service starts. Not Kafka's"
            + " default under the temporary directory, for a cleaned directory means restoring all"
            + " state from the changelogs.");
    define(
        NUM_STREAM_THREADS,
        INT,
        1,
        Range.between(1, 1024),
        MEDIUM,
        "How many threads of this instance adapt tasks. One thread infers some hundred thousand"
            + " times a second, so Kafka is the limit first; more threads than partitions are idle.");
    define(
        COMMIT_INTERVAL_MS,
        LONG,
        50L,
        Range.between(1L, 60_000L),
        MEDIUM,
        "Milliseconds between commits. Processing is always exactly once, so results are seen only"
            + " when their transaction commits and this interval sets the latency. Each commit"
            + " costs the brokers a round of transaction markers, so half the interval is bought"
            + " with throughput; raise it where latency is of no interest.");
    define(
        LINGER_MS,
        LONG,
        50L,
        Range.between(0L, 60_000L),
        LOW,
        "Milliseconds that a result waits for others to share a request with. No result is seen"
            + " before its commit, and a commit sends at once what is waiting: a wait as long as"
            + " `commit.interval.ms` costs no latency, and a shorter one only sends more requests.");
    define(
        MAX_QUERIES,
        INT,
        256,
        Range.between(1, 1_000_000),
        MEDIUM,
        "How many queries one event may carry; an event with more is a dead letter. The default is"
            + " a batch that takes under a millisecond, so no event holds up the ones behind it.");
    define(
        MAX_RECORD_BYTES,
        INT,
        1 << 20,
        Range.between(1024, Integer.MAX_VALUE),
        LOW,
        "The largest record value that is read, in bytes; a larger one is a dead letter. The default"
            + " is the largest that a broker accepts by default.");
  }

  private void defineTasks() {
    startGroup("Tasks");
    define(
        TASK_IDLE_MS,
        LONG,
        DAY_MS,
        Range.between(0L, HUNDRED_YEARS_MS),
        MEDIUM,
        "Milliseconds of event time without an observation after which a task is closed: it is"
            + " written whole to the topic `task-log`, for training. 0 closes none. What arrives"
            + " later opens it again, with its context, and it is logged anew when it is next"
            + " closed, so a short time costs only writing. The default is right for tasks that are"
            + " days. Event time is that of the task's partition: the latest of its observations,"
            + " where one that claims to be made after its record's timestamp counts as made then."
            + " It stands still while none arrive.");
    define(
        TASK_MAX_OBSERVATIONS,
        INT,
        10_000,
        Range.between(1, Integer.MAX_VALUE),
        LOW,
        "How many observations of a task are logged at most: a task that has as many is closed for"
            + " good. What comes later is adapted to as ever, but not logged. So is a task whose"
            + " next observation would bring the log beyond 512 KiB, for it must fit in one record;"
            + " an observation takes 20 bytes, 8 for each number and its id. The default comes to"
            + " some 350 KiB where x and y are single numbers and there are no ids.");
  }

  private void defineModel() {
    startGroup("Model");
    define(
        ENGINE,
        STRING,
        "vector",
        ValidString.in("vector", "scalar"),
        MEDIUM,
        "What does the arithmetic: `vector` uses the CPU's vector units, `scalar` plain Java. Both"
            + " give the same bits; the default is the faster.");
    define(
        RELEASE_WAIT_MS,
        LONG,
        30_000L,
        Range.between(0L, Long.MAX_VALUE),
        LOW,
        "Milliseconds that a starting service waits for a release in force before it says so; it"
            + " then keeps waiting. The default is longer than reading any release takes, so the"
            + " message means that none was published.");
  }

  private void defineAlerts() {
    startGroup("Alerts");
    define(
        ALERT_SCORE,
        STRING,
        "MUTUAL_INFORMATION",
        ValidString.in("MUTUAL_INFORMATION", "TOTAL_ENTROPY", "DIRICHLET_ENTROPY"),
        MEDIUM,
        "Which measure of ambiguity raises alerts. The default is the part that more observations"
            + " can remove; the total also counts tasks that are truly mixed.");
    define(
        ALERT_RAISE_PERCENTILE,
        DOUBLE,
        95.0,
        PERCENTILE,
        MEDIUM,
        "An alert is raised when a task's score exceeds this percentile of the release's held-out"
            + " tasks. 95 alerts on one ordinary task in twenty.");
    define(
        ALERT_CLEAR_PERCENTILE,
        DOUBLE,
        80.0,
        PERCENTILE,
        MEDIUM,
        "A raised alert is cleared when the score falls below this percentile; it must be less than"
            + " `alert.raise.percentile`. The distance keeps a score near the threshold from raising"
            + " and clearing in turn.");
    define(
        NOVELTY_RAISE_PERCENTILE,
        DOUBLE,
        5.0,
        PERCENTILE,
        MEDIUM,
        "Novelty is raised when the experts' log score of a task's context falls below this"
            + " percentile of the release's held-out tasks: low scores are the bad ones. 5 raises it"
            + " for one ordinary task in twenty.");
    define(
        NOVELTY_CLEAR_PERCENTILE,
        DOUBLE,
        20.0,
        PERCENTILE,
        MEDIUM,
        "Raised novelty is cleared when the log score exceeds this percentile; it must be greater"
            + " than `novelty.raise.percentile`. The distance keeps it from raising and clearing in"
            + " turn.");
  }

  private void defineLabels() {
    startGroup("Labels");
    define(
        LABEL_BUDGET,
        INT,
        100,
        Range.between(-1, Integer.MAX_VALUE),
        MEDIUM,
        "How many ambiguity alerts say which x to label next, at most, in each partition and each"
            + " window of `label.window.ms`; further alerts say that labels are withheld. -1 is"
            + " any number, 0 none. The default is what a few people can answer in an hour.");
    define(
        LABEL_WINDOW_MS,
        LONG,
        3_600_000L,
        Range.between(1L, HUNDRED_YEARS_MS),
        MEDIUM,
        "Milliseconds of event time after which the count of `label.budget` begins anew. The default"
            + " is an hour: soon enough that a quiet hour follows a flood, long enough that a"
            + " burst of alerts does not use up many budgets.");
  }

  private void defineDrift() {
    startGroup("Drift");
    define(
        DRIFT_FALSE_ALARM_TASKS,
        DOUBLE,
        1e6,
        Range.atLeast(1.0),
        MEDIUM,
        "How many tasks a partition closes on average, at the least, before drift is raised though"
            + " nothing has changed; tasks must not depend on one another for that. Each partition"
            + " watches its own tasks, and the sum of the evidence must reach this number: a"
            + " thousand times more costs a change some ten further tasks until it is seen.");
  }

  private void defineTrainer() {
    startGroup("Trainer");
    define(
        TRAINER_ENABLED,
        BOOLEAN,
        false,
        null,
        MEDIUM,
        "Whether `mixtide serve` trains too, in its own process; `mixtide trainer` always does. Off"
            + " by default, for a round takes `trainer.threads` cores from predictions.");
    define(
        TRAINER_DIR,
        STRING,
        "mixtide-trainer",
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "The directory of the logged tasks and of the round under way, relative to where the trainer"
            + " starts. One trainer can have it open; if it is lost, the log is read again from its"
            + " beginning.");
    define(
        TRAINER_STORE_MAX_BYTES,
        LONG,
        256L << 20,
        Range.between(1024L, Long.MAX_VALUE),
        MEDIUM,
        "How many bytes of logged tasks are kept; beyond them the oldest are dropped. A round holds"
            + " all of them in memory, so the heap sets the limit.");
    define(
        TRAINER_INTERVAL_MS,
        LONG,
        3_600_000L,
        Range.between(1L, Long.MAX_VALUE),
        MEDIUM,
        "Milliseconds from the end of one round to the start of the next, if any task was logged"
            + " since. Each round trains on all tasks that are kept, so a shorter time mostly repeats"
            + " work.");
    define(
        TRAINER_NEW_TASKS,
        LONG,
        1000L,
        Range.between(1L, Long.MAX_VALUE),
        MEDIUM,
        "How many newly logged tasks start a round before `trainer.interval.ms` is over. By default"
            + " a hundred of them are for the gate.");
    define(
        TRAINER_MIN_TASKS,
        INT,
        200,
        Range.between(1, Integer.MAX_VALUE),
        MEDIUM,
        "How many tasks must be kept before any round starts. Beside these, the gate and the"
            + " percentiles need 20 each of the tasks held out, which 200 give on average.");
    define(
        TRAINER_HOLDOUT,
        DOUBLE,
        0.2,
        Range.between(0.01, 0.9),
        MEDIUM,
        "Share of the tasks, by a hash of their names, that is never trained on: half of it for"
            + " scores and percentiles, half for the gate. To change it lets what was trained on"
            + " judge candidates.");
    define(
        TRAINER_STEPS,
        INT,
        3000,
        Range.between(1, 100_000_000),
        MEDIUM,
        "Training steps of a round; `mixtide benchmark retraining` tries what they are worth.");
    define(
        TRAINER_LEARNING_RATE,
        DOUBLE,
        1e-3,
        Range.between(1e-9, 1.0),
        LOW,
        "Peak of the learning rate of a round. Lower than that of `mixtide train`, so that a round on"
            + " few tasks does not forget what the release knew.");
    define(
        TRAINER_THREADS,
        INT,
        1,
        Range.between(1, 1024),
        MEDIUM,
        "How many threads train. The result is the same whatever their number. The default leaves"
            + " the other cores to predictions where `mixtide serve` trains.");
    define(
        TRAINER_SEED,
        LONG,
        1L,
        null,
        LOW,
        "Seed of every random draw; each round adds its ordinal. The same tasks in the same order"
            + " and the same seed give the same release.");
  }

  private void defineHttp() {
    startGroup("HTTP");
    define(
        HTTP_HOST,
        STRING,
        "127.0.0.1",
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "The address that the HTTP server listens on. By default only this machine reaches it, for"
            + " it asks for no credentials unless `http.token` is set; `0.0.0.0` is every address.");
    define(
        HTTP_PORT,
        INT,
        8080,
        Range.between(0, 65_535),
        HIGH,
        "The port of the HTTP server; 0 takes any free one. The default is what such services"
            + " customarily use.");
  }

  private void startGroup(String name) {
    group = name;
    orderInGroup = 0;
  }

  private void define(
      String name,
      ConfigDef.Type type,
      Object defaultValue,
      @Nullable Validator validator,
      Importance importance,
      String documentation) {
    definition.define(
        name,
        type,
        defaultValue,
        validator,
        importance,
        documentation,
        group,
        orderInGroup++,
        Width.NONE,
        name);
  }
}

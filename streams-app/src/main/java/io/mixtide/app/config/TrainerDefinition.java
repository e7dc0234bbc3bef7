package io.mixtide.app.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of the meta-trainer. */
final class TrainerDefinition {
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

  private TrainerDefinition() {}

  /** Adds these settings, group by group. */
  static void addTo(GroupedDefinition settings) {
    defineTrainer(settings);
  }

  private static void defineTrainer(GroupedDefinition settings) {
    settings.startGroup("Trainer");
    settings.define(
        TRAINER_ENABLED,
        BOOLEAN,
        false,
        null,
        MEDIUM,
        "Whether `mixtide serve` trains too, in its own process; `mixtide trainer` always does. Off"
            + " by default, for a round takes `trainer.threads` cores from predictions.");
    settings.define(
        TRAINER_DIR,
        STRING,
        "mixtide-trainer",
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "The directory of the logged tasks and of the round under way, relative to where the trainer"
            + " starts. One trainer can have it open; if it is lost, the log is read again from its"
            + " beginning.");
    settings.define(
        TRAINER_STORE_MAX_BYTES,
        LONG,
        256L << 20,
        Range.between(1024L, Long.MAX_VALUE),
        MEDIUM,
        "How many bytes of logged tasks are kept; beyond them the oldest are dropped. A round holds"
            + " all of them in memory, so the heap sets the limit.");
    settings.define(
        TRAINER_INTERVAL_MS,
        LONG,
        3_600_000L,
        Range.between(1L, Long.MAX_VALUE),
        MEDIUM,
        "Milliseconds from the end of one round to the start of the next, if any task was logged"
            + " since. Each round trains on all tasks that are kept, so a shorter time mostly repeats"
            + " work.");
    settings.define(
        TRAINER_NEW_TASKS,
        LONG,
        1000L,
        Range.between(1L, Long.MAX_VALUE),
        MEDIUM,
        "How many newly logged tasks start a round before `trainer.interval.ms` is over. By default"
            + " a hundred of them are for the gate.");
    settings.define(
        TRAINER_MIN_TASKS,
        INT,
        200,
        Range.between(1, Integer.MAX_VALUE),
        MEDIUM,
        "How many tasks must be kept before any round starts. Beside these, the gate and the"
            + " percentiles need 20 each of the tasks held out, which 200 give on average.");
    settings.define(
        TRAINER_HOLDOUT,
        DOUBLE,
        0.2,
        Range.between(0.01, 0.9),
        MEDIUM,
        "Share of the tasks, by a hash of their names, that is never trained on: half of it for"
            + " scores and percentiles, half for the gate. To change it lets what was trained on"
            + " judge candidates.");
    settings.define(
        TRAINER_STEPS,
        INT,
        3000,
        Range.between(1, 100_000_000),
        MEDIUM,
        "Training steps of a round; `mixtide benchmark retraining` tries what they are worth.");
    settings.define(
        TRAINER_LEARNING_RATE,
        DOUBLE,
        1e-3,
        Range.between(1e-9, 1.0),
        LOW,
        "Peak of the learning rate of a round. Lower than that of `mixtide train`, so that a round on"
            + " few tasks does not forget what the release knew.");
    settings.define(
        TRAINER_THREADS,
        INT,
        1,
        Range.between(1, 1024),
        MEDIUM,
        "How many threads train. The result is the same whatever their number. The default leaves"
            + " the other cores to predictions where `mixtide serve` trains.");
    settings.define(
        TRAINER_SEED,
        LONG,
        1L,
        null,
        LOW,
        "Seed of every random draw; each round adds its ordinal. The same tasks in the same order"
            + " and the same seed give the same release.");
  }
}

package io.mixtide.app.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings of what is done about tasks: closing, alerts, labels and drift. */
final class TaskDefinition {
  static final String TASK_IDLE_MS = "task.idle.ms";
  static final String TASK_MAX_OBSERVATIONS = "task.max.observations";
  static final String ALERT_SCORE = "alert.score";
  static final String ALERT_RAISE_PERCENTILE = "alert.raise.percentile";
  static final String ALERT_CLEAR_PERCENTILE = "alert.clear.percentile";
  static final String NOVELTY_RAISE_PERCENTILE = "novelty.raise.percentile";
  static final String NOVELTY_CLEAR_PERCENTILE = "novelty.clear.percentile";
  static final String DRIFT_FALSE_ALARM_TASKS = "drift.false.alarm.tasks";
  static final String LABEL_BUDGET = "label.budget";
  static final String LABEL_WINDOW_MS = "label.window.ms";
  private static final long DAY_MS = 86_400_000;
  private static final long HUNDRED_YEARS_MS = 36_525 * DAY_MS;
  private static final Range PERCENTILE = Range.between(0.0, 100.0);

  private TaskDefinition() {}

  /** Adds these settings, group by group. */
  static void addTo(GroupedDefinition settings) {
    defineTasks(settings);
    defineAlerts(settings);
    defineLabels(settings);
    defineDrift(settings);
  }

  private static void defineTasks(GroupedDefinition settings) {
    settings.startGroup("Tasks");
    settings.define(
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
    settings.define(
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

  private static void defineAlerts(GroupedDefinition settings) {
    settings.startGroup("Alerts");
    settings.define(
        ALERT_SCORE,
        STRING,
        "MUTUAL_INFORMATION",
        ValidString.in("MUTUAL_INFORMATION", "TOTAL_ENTROPY", "DIRICHLET_ENTROPY"),
        MEDIUM,
        "Which measure of ambiguity raises alerts. The default is the part that more observations"
            + " can remove; the total also counts tasks that are truly mixed.");
    settings.define(
        ALERT_RAISE_PERCENTILE,
        DOUBLE,
        95.0,
        PERCENTILE,
        MEDIUM,
        "An alert is raised when a task's score exceeds this percentile of the release's held-out"
            + " tasks. 95 alerts on one ordinary task in twenty.");
    settings.define(
        ALERT_CLEAR_PERCENTILE,
        DOUBLE,
        80.0,
        PERCENTILE,
        MEDIUM,
        "A raised alert is cleared when the score falls below this percentile; it must be less than"
            + " `alert.raise.percentile`. The distance keeps a score near the threshold from raising"
            + " and clearing in turn.");
    settings.define(
        NOVELTY_RAISE_PERCENTILE,
        DOUBLE,
        5.0,
        PERCENTILE,
        MEDIUM,
        "Novelty is raised when the experts' log score of a task's context falls below this"
            + " percentile of the release's held-out tasks: low scores are the bad ones. 5 raises it"
            + " for one ordinary task in twenty.");
    settings.define(
        NOVELTY_CLEAR_PERCENTILE,
        DOUBLE,
        20.0,
        PERCENTILE,
        MEDIUM,
        "Raised novelty is cleared when the log score exceeds this percentile; it must be greater"
            + " than `novelty.raise.percentile`. The distance keeps it from raising and clearing in"
            + " turn.");
  }

  private static void defineLabels(GroupedDefinition settings) {
    settings.startGroup("Labels");
    settings.define(
        LABEL_BUDGET,
        INT,
        100,
        Range.between(-1, Integer.MAX_VALUE),
        MEDIUM,
        "How many ambiguity alerts say which x to label next, at most, in each partition and each"
            + " window of `label.window.ms`; further alerts say that labels are withheld. -1 is"
            + " any number, 0 none. The default is what a few people can answer in an hour.");
    settings.define(
        LABEL_WINDOW_MS,
        LONG,
        3_600_000L,
        Range.between(1L, HUNDRED_YEARS_MS),
        MEDIUM,
        "Milliseconds of event time after which the count of `label.budget` begins anew. The default"
            + " is an hour: soon enough that a quiet hour follows a flood, long enough that a"
            + " burst of alerts does not use up many budgets.");
  }

  private static void defineDrift(GroupedDefinition settings) {
    settings.startGroup("Drift");
    settings.define(
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
}

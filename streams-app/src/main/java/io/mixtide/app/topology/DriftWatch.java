package io.mixtide.app.topology;

import io.mixtide.app.topology.AdaptationTopology.Sinks;
import io.mixtide.model.drift.DriftDetector;
import io.mixtide.model.drift.DriftStatistic;
import io.mixtide.model.drift.TaskOutcome;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.DriftEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether the tasks that a partition closes are still like those that the release in force
 * was held to. Each release has a detector of its own, stored under its version, so that a restart
 * or going back to a former release goes on from what was seen.
 */
final class DriftWatch {
  private static final String KEY = "drift/";

  private final AlertPolicy alerts;
  private final double tasksBetweenFalseAlarms;
  private final ProcessorContext<String, SpecificRecord> context;
  private final KeyValueStore<String, byte[]> store;
  private final DriftMetrics metrics;
  private final AdaptationListener listener;
  private @Nullable Release watched;

  @SuppressWarnings("NullAway.Init") // set together with the release it belongs to
  private DriftDetector detector;

  DriftWatch(
      AlertPolicy alerts,
      double tasksBetweenFalseAlarms,
      ProcessorContext<String, SpecificRecord> context,
      AdaptationListener listener) {
    this.alerts = alerts;
    this.listener = listener;
    this.tasksBetweenFalseAlarms = tasksBetweenFalseAlarms;
    this.context = context;
    store = context.getStateStore(AdaptationTopology.PARTITION);
    metrics = new DriftMetrics(context.metrics(), context.taskId().toString());
  }

  /**
   * Takes a task that closes for the first time. One that no percentiles fit is passed over.
   *
   * @param timestamp of the record that closes the task
   */
  void add(TaskAdaptation task, String name, long timestamp) {
    TaskOutcome outcome = task.stored().outcome(alerts.ambiguity());
    if (outcome == null) {
      return;
    }
    watch(task.release());
    detector.add(outcome);
    for (DriftStatistic statistic : DriftStatistic.values()) {
      if (detector.raise(statistic)) {
        DriftEvent event = event(task, statistic, name);
        context.forward(new Record<>(event.getRelease(), event, timestamp), Sinks.DRIFT);
        listener.drifted(statistic);
      }
    }
    ByteBuffer bytes = ByteBuffer.allocate(detector.bytes());
    detector.write(bytes);
    store.put(KEY + task.release().version(), bytes.array());
    metrics.record(detector);
  }

  @SuppressWarnings("ReferenceEquality") // one object per activation
  private void watch(Release release) {
    if (watched == release) {
      return;
    }
    watched = release;
    detector =
        new DriftDetector(
            release.heldOut(), alerts.ambiguity(), alerts.raise(), tasksBetweenFalseAlarms);
    byte[] stored = store.get(KEY + release.version());
    if (stored != null) {
      detector.read(ByteBuffer.wrap(stored));
    }
  }

  private DriftEvent event(TaskAdaptation task, DriftStatistic statistic, String name) {
    Release release = task.release();
    return DriftEvent.newBuilder()
        .setRelease(release.version())
        .setStatistic(
            switch (statistic) {
              case NOVELTY -> io.mixtide.schemas.DriftStatistic.NOVELTY;
              case ALERT_RATE -> io.mixtide.schemas.DriftStatistic.ALERT_RATE;
            })
        .setPartition(context.taskId().partition())
        .setEvidence(detector.evidence(statistic))
        .setThreshold(detector.threshold())
        .setTasks(detector.tasks())
        .setNoveltyRank(detector.meanRank())
        .setAlertRate(detector.alertShare())
        .setExpectedAlertRate(detector.usualAlertShare())
        .setPrequential(detector.meanLogScore())
        .setHeldOutPrequential(release.heldOut().prequential())
        .setTask(name)
        .setEventTime(Instant.ofEpochMilli(task.stored().touched))
        .build();
  }

  /** Takes back the metrics. */
  void stop() {
    metrics.remove();
  }
}

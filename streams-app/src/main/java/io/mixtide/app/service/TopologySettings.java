package io.mixtide.app.service;

import io.mixtide.app.config.Settings;
import io.mixtide.app.topology.AdaptationListener;
import io.mixtide.app.topology.AdaptationOptions;
import io.mixtide.app.topology.AlertPolicy;
import io.mixtide.app.topology.ClosePolicy;
import io.mixtide.app.topology.LabelPolicy;
import io.mixtide.app.topology.PolledRecords;
import io.mixtide.app.topology.Shadow;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Topics;
import java.util.Optional;
import java.util.function.Supplier;

/** What the user's settings mean to the topology. */
public final class TopologySettings {
  private TopologySettings() {}

  /**
   * The options of the topology.
   *
   * @param inForce the release in force
   * @param shadow the release that runs in the shadow, if one does
   */
  public static AdaptationOptions options(
      Settings settings,
      Supplier<Release> inForce,
      Supplier<Optional<Shadow>> shadow,
      EngineChoice engine,
      AdaptationListener listener) {
    return new AdaptationOptions(
        new Topics(settings.topicPrefix()),
        settings.valueSerde(),
        inForce,
        shadow,
        engine,
        settings.batchRecords(),
        new PolledRecords(),
        new AlertPolicy(
            Score.valueOf(settings.alertScore()),
            settings.alertRaisePercentile(),
            settings.alertClearPercentile(),
            settings.noveltyRaisePercentile(),
            settings.noveltyClearPercentile()),
        new LabelPolicy(settings.labelBudget(), settings.labelWindow()),
        new ClosePolicy(settings.taskIdle(), settings.taskMaxObservations()),
        settings.driftFalseAlarmTasks(),
        settings.maxQueries(),
        settings.maxRecordBytes(),
        listener);
  }
}

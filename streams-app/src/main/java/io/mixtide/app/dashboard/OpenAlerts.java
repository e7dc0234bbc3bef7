package io.mixtide.app.dashboard;

import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.Vectors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The alerts that were raised and not cleared, of the latest. For one thread at a time. */
final class OpenAlerts {
  private static final int KEPT = 1000;
  private static final int LISTED = 16;

  private record Key(String task, AlertKind kind) {}

  private final SequencedMap<Key, Snapshot.OpenAlert> open = new LinkedHashMap<>();
  private final Rate raised;
  private final Rate cleared;

  OpenAlerts(long now) {
    raised = new Rate(now);
    cleared = new Rate(now);
  }

  /**
   * Takes in an event.
   *
   * @param time when it was written, milliseconds since 1970
   * @param fresh whether it was written since the view was opened
   */
  void accept(String task, AmbiguityEvent event, long time, boolean fresh, long now) {
    Key key = new Key(task, event.getKind());
    if (fresh) {
      (event.getState() == AlertState.RAISED ? raised : cleared).add(now);
    }
    if (event.getState() == AlertState.CLEARED) {
      open.remove(key);
      return;
    }
    open.putLast(
        key,
        new Snapshot.OpenAlert(
            task,
            event.getKind().name(),
            event.getValue(),
            event.getThreshold(),
            event.getPercentile(),
            event.getContextSize(),
            event.getSequence(),
            time,
            event.getLabelNext().stream()
                .map(label ->
                    new Snapshot.Label(
                        Arrays.stream(Vectors.toArray(label.getX())).boxed().toList(),
                        label.getExpectedInformation()))
                .toList(),
            event.getLabelsWithheld()));
    if (open.size() > KEPT) {
      open.pollFirstEntry();
    }
  }

  Snapshot.Alerts alerts(long now) {
    List<Snapshot.OpenAlert> asking = latest(alert -> !alert.labelNext().isEmpty());
    List<Snapshot.OpenAlert> others = latest(alert -> alert.labelNext().isEmpty());
    return new Snapshot.Alerts(
        open.size(),
        raised.perSecond(now),
        cleared.perSecond(now),
        Stream.concat(asking.stream(), others.stream()).toList());
  }

  private List<Snapshot.OpenAlert> latest(Predicate<Snapshot.OpenAlert> which) {
    return open.sequencedValues().reversed().stream().filter(which).limit(LISTED).toList();
  }
}

package io.mixtide.verify;

import io.mixtide.app.config.Settings;
import io.mixtide.schemas.Posterior;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replays one task after another from its records alone, and says what is wrong with its outputs.
 * Posterior k of a task under a release is that release's inference over the task's first k
 * accepted observations, in the order of their offsets, whatever releases came in between.
 */
final class TaskVerifier {
  private final Replays replays;
  private final Reports reports;
  private final Retention retention;
  private final List<AlertRule> rules;
  private final int labelBudget;
  private final Diagnosis diagnosis;

  TaskVerifier(Settings settings, Replays replays, Reports reports, Retention retention) {
    this.replays = replays;
    this.reports = reports;
    this.retention = retention;
    rules = AlertRule.of(settings);
    labelBudget = settings.labelBudget();
    diagnosis = new Diagnosis(replays, reports);
  }

  /**
   * Verifies a task.
   *
   * @return whether it could be: not if it has records in several partitions, or lost its beginning
   */
  boolean verify(TaskRecords task) {
    if (isSplit(task) || isBeginningCut(task)) {
      return false;
    }
    replays.begin();
    reports.begin(task.task());
    new Pass(task).run();
    return true;
  }

  private static boolean isSplit(TaskRecords task) {
    int partition =
        task.events().isEmpty() ? firstOfRequests(task) : task.events().getFirst().partition();
    return task.events().stream().anyMatch(event -> event.partition() != partition)
        || task.requests().stream().anyMatch(request -> request.partition() != partition);
  }

  private static int firstOfRequests(TaskRecords task) {
    return task.requests().isEmpty() ? 0 : task.requests().getFirst().partition();
  }

  /** Then its outputs count further than its observations. */
  private boolean isBeginningCut(TaskRecords task) {
    boolean mayBe =
        task.events().isEmpty()
            ? !retention.context().isEmpty()
            : retention.context().contains(task.events().getFirst().partition());
    if (!mayBe) {
      return false;
    }
    long there = task.events().stream().filter(event -> event.letter() == null).count();
    return task.posteriors().stream().anyMatch(output -> output.sequence() > there)
        || task.predictions().stream().anyMatch(output -> output.sequence() > there);
  }

  /** One task. */
  private final class Pass {
    private final List<Input.Event> events;
    private final String topic = reports.topics().posteriors();
    private final BySequence<Output> posteriors;
    private final PredictionCheck predictions;
    private final AlertCheck alerts;
    private final RefusalCheck refusals = new RefusalCheck(replays, reports);
    private final PlaceOrder order = new PlaceOrder();
    private final TaskRecords task;
    private @Nullable Replay latestReplay;
    private int latest = -1;
    private boolean badCounts;

    Pass(TaskRecords task) {
      this.task = task;
      events = task.events();
      posteriors = new BySequence<>(task.posteriors(), Output::sequence);
      predictions = new PredictionCheck(replays, reports, retention, task);
      alerts = new AlertCheck(rules, labelBudget, replays, reports, retention, task);
    }

    void run() {
      predictions.at(0, null, null);
      int index = 0;
      while (index < events.size()) {
        Output posterior = posteriors.first(replays.context().size() + 1L);
        if (!counts(events.get(index), posterior)) {
          index++;
          continue;
        }
        Posterior expected = posterior == null ? null : expected(posterior, events.get(index));
        if (posterior == null
            || badCounts
            || (expected != null && reports.isSame(posterior, expected))) {
          count(index++, posterior, expected);
          continue;
        }
        int about = diagnosis.about(posterior, events, index, latest);
        Posterior anew = about == index ? expected : expected(posterior, events.get(about));
        for (; index < about; index++) {
          lost(index);
        }
        if (about < index) {
          reports.add(
              Fault.DOUBLED, topic, posterior, "the observation before it was counted again");
          count(about, posterior, anew);
        } else {
          count(index++, posterior, anew);
        }
      }
      end();
    }

    /** Whether a record is to be taken for one of the context; says if it is treated wrongly. */
    private boolean counts(Input.Event event, @Nullable Output posterior) {
      badCounts = false;
      if (event.letter() != null) {
        return refusals.isWronglyRefused(event, event.letter())
            && diagnosis.isAbout(posterior, event);
      }
      boolean repeated = refusals.isRepeated(event);
      if (event.faults().isEmpty() && !repeated) {
        return true;
      }
      String what = repeated ? "its id was taken before" : "it is " + event.faults();
      if (diagnosis.isAbout(posterior, event)) {
        badCounts = true;
        reports.add(
            Fault.WRONGLY_ACCEPTED,
            event,
            replays.context().size() + 1L,
            "counted, though " + what);
        return true;
      }
      if (event.due() && !retention.isCut(reports.topics().deadLetters())) {
        reports.add(Fault.MISSING, event, null, "no dead letter, though " + what);
      }
      return false;
    }

    /** The right posterior of the next observation; null if its release is unknown or cannot. */
    private @Nullable Posterior expected(Output posterior, Input.Event event) {
      Replay replay = replays.of(posterior);
      if (replay == null) {
        return null;
      }
      List<Input.Event> context = replays.context();
      replay.advance(context, context.size());
      try {
        double score = replay.observe(event);
        return ExpectedRecords.posterior(replay, context.size() + 1L, event, score);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    private void lost(int index) {
      Input.Event event = events.get(index);
      Output.Letter letter = event.letter();
      if (letter != null) {
        refusals.isWronglyRefused(event, letter);
        return;
      }
      reports.add(Fault.MISSING, event, null, "the observation was not counted");
      for (int i = 0; i < event.asks().size(); i++) {
        reports.add(Fault.MISSING, event, null, "its query %d has no prediction".formatted(i));
      }
    }

    private void count(int index, @Nullable Output posterior, @Nullable Posterior expected) {
      Input.Event event = events.get(index);
      latest = index;
      replays.context().add(event);
      refusals.taken(event);
      long sequence = replays.context().size();
      judge(sequence, event, posterior, expected);
      List<Output> all = posteriors.take(sequence);
      for (int i = 1; i < all.size(); i++) {
        reports.add(Fault.DOUBLED, topic, all.get(i), "the observation has a posterior already");
      }
      Replay replay = posterior == null ? latestReplay : replays.of(posterior);
      if (replay != null) {
        replay.advance(replays.context(), replays.context().size());
        latestReplay = replay;
      }
      alerts.at(sequence, event, replay);
      predictions.at(sequence, event, posterior);
    }

    private void judge(
        long sequence,
        Input.Event event,
        @Nullable Output posterior,
        @Nullable Posterior expected) {
      if (posterior == null) {
        boolean cut = retention.isCut(topic) && sequence < posteriors.least();
        if (event.due() && !cut) {
          reports.add(Fault.MISSING, event, sequence, "it has no posterior");
        }
        return;
      }
      if (!order.follows(posterior)) {
        reports.add(Fault.OUT_OF_ORDER, topic, posterior, "it stands before the one it follows");
      }
      if (replays.of(posterior) == null) {
        reports.add(Fault.UNKNOWN_RELEASE, topic, posterior, posterior.release());
      } else if (expected != null) {
        if (!reports.isSame(posterior, expected)) {
          reports.addDifference(topic, posterior, expected);
        }
      } else if (!badCounts) {
        reports.add(
            Fault.WRONGLY_ACCEPTED,
            event,
            sequence,
            "release %s cannot take it".formatted(posterior.release()));
      }
    }

    private void end() {
      for (Output posterior : posteriors.rest()) {
        reports.add(Fault.STRAY, topic, posterior, "the task has no such observation");
      }
      alerts.end();
      predictions.end();
      LogCheck.check(task, replays, reports);
    }
  }
}

package io.mixtide.app.trainer;

import static io.mixtide.app.logging.LogFields.RELEASE;
import static io.mixtide.app.logging.LogFields.TASK;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.ProgramVersion;
import io.mixtide.app.UserErrorException;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.trainer.RoundResult.Ending;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.model.retraining.Gate;
import io.mixtide.model.retraining.GateReport;
import io.mixtide.model.retraining.RetrainingOutcome;
import io.mixtide.model.retraining.RetrainingRound;
import io.mixtide.model.retraining.RetrainingSettings;
import io.mixtide.model.training.TrainingProgress;
import io.mixtide.schemas.ReleaseRefusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A round under way, on threads of its own: the model's parallel work stays on them. */
final class Round implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Round.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BY = "gate";
  private static final int PARTS = 10;
  private static final long SECONDS_BEFORE_RETRY = 2;

  /** The trainer is closing, or does not own the log any more: nothing is decided. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What the round was about is over. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned(String message) {
      super(message);
    }
  }

  /**
   * What a round works with.
   *
   * @param log read by the round's thread alone
   * @param file where its state is kept
   * @param threads that train
   */
  record Means(
      TaskLogStore store,
      LoggedTasks log,
      CurrentRelease inForce,
      ReleaseTopic topic,
      Kernels kernels,
      int threads,
      RoundFile file,
      TrainerListener listener) {}

  private final RoundPlan plan;
  private final Release parent;
  private final Means means;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ForkJoinPool threads;
  private volatile @Nullable RoundResult result;

  private Round(RoundPlan plan, Release parent, Means means) {
    this.plan = plan;
    this.parent = parent;
    this.means = means;
    threads = new ForkJoinPool(means.threads());
  }

  /**
   * Starts a round, or takes it up again.
   *
   * @param parent the plan's
   */
  static Round start(RoundPlan plan, Release parent, Means means) {
    Round round = new Round(plan, parent, means);
    means.listener().started(plan);
    round.threads.execute(round::run);
    return round;
  }

  /** How it ended; null while it has not. */
  @Nullable RoundResult result() {
    return result;
  }

  /** Stops after the present step; what was done is kept in the file. */
  @Override
  public void close() {
    closing.countDown();
    threads.close();
  }

  private void run() {
    // Of this thread, which ends with the round.
    MDC.put(RELEASE, plan.parent());
    try {
      RetrainingRound round = prepare();
      LOG.info(
          "Training release {} further on {} tasks: {}",
          plan.parent(),
          round.tasks().training().size(),
          plan.reason());
      RetrainingOutcome outcome =
          round.run(
              means.kernels(),
              means
                  .file()
                  .checkpoints(
                      Math.max(1, plan.steps() / PARTS),
                      parent.network().architecture(),
                      round.training()),
              this::progressed);
      result = recorded(outcome, round.provenance().data());
    } catch (Stopped e) {
      LOG.info("The round that began from release {} stops, to go on later", plan.parent());
    } catch (Abandoned e) {
      result = RoundResult.abandoned(plan, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      // Whatever it is, out of memory included: a round without an end would stop the trainer.
      LOG.error("A round failed: {}", e.getMessage(), e);
      result = RoundResult.abandoned(plan, "it failed: " + e.getMessage());
    }
  }

  private RetrainingRound prepare() {
    Architecture sizes = parent.network().architecture();
    List<Task> tasks = new ArrayList<>();
    long[] row = new long[1];
    means
        .store()
        .forEach((name, value) -> {
          try {
            Task task = means.log().task(name, value, row[0], parent);
            tasks.add(task);
            row[0] += task.size();
          } catch (UnusableLogException e) {
            LOG.atDebug()
                .addKeyValue(TASK, name)
                .log("Task {} is left out: {}", name, e.getMessage());
          }
        });
    return RetrainingRound.of(
        parent,
        new TaskSet(sizes.dx(), sizes.dy(), tasks),
        new RetrainingSettings(
            plan.steps(), plan.learningRate(), plan.holdout(), Gate.Bounds.STANDARD, plan.seed()),
        ProgramVersion.get(),
        data());
  }

  private List<String> data() {
    return plan.stretches().entrySet().stream()
        .filter(stretch -> isOfTheLog(stretch.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(e -> "%s[%d,%d)".formatted(e.getKey(), e.getValue().from(), e.getValue().to()))
        .toList();
  }

  private boolean isOfTheLog(String partition) {
    return partition.substring(0, partition.lastIndexOf('-')).equals(means.log().topic());
  }

  private void progressed(TrainingProgress progress) {
    if (closing.getCount() == 0) {
      throw new Stopped();
    }
    requireParentInForce();
    int step = progress.step();
    if ((long) step * PARTS / plan.steps() > (step - 1L) * PARTS / plan.steps()) {
      LOG.info(
          "Step {} of {}: {} nats per target",
          step,
          plan.steps(),
          String.format(Locale.ROOT, "%.3f", progress.marginal()));
      means.listener().progressed(plan, step);
    }
  }

  private void requireParentInForce() {
    if (!means.inForce().is(plan.parent())) {
      throw new Abandoned("release %s is no longer in force".formatted(plan.parent()));
    }
  }

  /** The outcome is not given up because the topic is out of reach. */
  private RoundResult recorded(RetrainingOutcome outcome, List<String> data) {
    String said = "";
    while (true) {
      try {
        return record(outcome, data);
      } catch (KafkaException | UserErrorException e) {
        String trouble = String.valueOf(e.getMessage());
        if (!trouble.equals(said)) {
          LOG.warn("The outcome of the round cannot be written down, trying again: {}", trouble);
          said = trouble;
        }
        pause();
      }
    }
  }

  private void pause() {
    try {
      if (closing.await(SECONDS_BEFORE_RETRY, TimeUnit.SECONDS)) {
        throw new Stopped();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }

  private RoundResult record(RetrainingOutcome outcome, List<String> data) {
    GateReport report = outcome.report();
    Map<String, String> metadata =
        Map.of("gate", json(report), "round", plan.reason(), "data", String.join(" ", data));
    if (!report.accepted()) {
      return refused(outcome, report.reasons(), metadata);
    }
    requireParentInForce();
    byte[] file = Objects.requireNonNull(outcome.file(), "what passes the gate is there");
    Map<String, String> ofRelease = new HashMap<>(ReleaseFile.metadata(file));
    ofRelease.putAll(metadata);
    means.topic().publish(new NewRelease(outcome.version(), plan.parent(), file, ofRelease));
    if (!means.topic().activateIf(outcome.version(), plan.parent(), BY, gain(report))) {
      return refused(
          outcome,
          List.of(
              "it passed, but release %s, which it was compared with, was no longer in force"
                  .formatted(plan.parent())),
          metadata);
    }
    // Its activation comes back by the topic in a moment: no round is to begin from the parent now.
    means.inForce().replace(parent, ReleaseFile.read(file));
    return new RoundResult(plan, Ending.RELEASED, outcome.version(), List.of(), report);
  }

  private RoundResult refused(
      RetrainingOutcome outcome, List<String> reasons, Map<String, String> metadata) {
    means
        .topic()
        .refuse(
            ReleaseRefusal.newBuilder()
                .setVersion(outcome.version())
                .setParent(plan.parent())
                .setReasons(reasons)
                .setMetadata(metadata)
                .setRefusedAt(Instant.now())
                .build());
    return new RoundResult(plan, Ending.REFUSED, outcome.version(), reasons, outcome.report());
  }

  /** How much better the candidate is, in a sentence. */
  static String gain(GateReport report) {
    GateReport.Measured measured = Objects.requireNonNull(report.measured());
    return String.format(
        Locale.ROOT,
        "better by %.4f nats per observation, [%.4f, %.4f] at 95%%, on %d tasks",
        measured.gain(),
        measured.gainLow(),
        measured.gainHigh(),
        report.tasks());
  }

  private static String json(GateReport report) {
    try {
      return JSON.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

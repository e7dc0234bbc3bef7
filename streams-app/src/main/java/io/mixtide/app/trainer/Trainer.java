package io.mixtide.app.trainer;

import static io.mixtide.app.logging.LogFields.RELEASE;

import io.mixtide.app.config.Settings;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseFollower;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.release.Release;
import io.mixtide.model.retraining.Gate;
import io.mixtide.model.retraining.TaskSplit;
import io.mixtide.schemas.Topics;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meta-trainer: keeps logged tasks, and now and then trains the release in force further on
 * them. A candidate that passes the gate is put in force; one that does not is refused on the topic
 * of releases, with the reasons.
 *
 * <p>Of several trainers one has the log and the others stand by. While a round is under way
 * nothing is taken in, so that it can be taken up again after a kill and come to the same release.
 */
public final class Trainer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
  private static final long SECONDS_BEFORE_RETRY = 1;

  private final Settings settings;
  private final InstantSource clock = InstantSource.system();
  private final TaskLogStore store;
  private final LogConsumer consumer;
  private final CurrentRelease inForce = new CurrentRelease();
  private final ReleaseFollower follower;
  private final TrainerListener listener;
  private final Round.Means means;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable Round round;
  private boolean standsBy;
  private String said = "";
  private long tooFewHeldOut = -1;

  /**
   * Starts a trainer; returns at once.
   *
   * @throws io.mixtide.app.UserErrorException if the topics are not as they must be, no broker
   *     answers, or another trainer has the directory
   */
  public static Trainer start(Settings settings, TrainerListener listener) {
    Topics topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.check();
    }
    return new Trainer(settings, topics, listener);
  }

  private Trainer(Settings settings, Topics topics, TrainerListener listener) {
    this.settings = settings;
    this.listener = listener;
    ReleaseConnection releases =
        new ReleaseConnection(
            topics.releases(), settings.clientProperties(), settings.valueSerde());
    store =
        TaskLogStore.open(
            settings.trainerDir().resolve("tasks"),
            settings.trainerStoreMaxBytes(),
            clock.millis());
    means =
        new Round.Means(
            store,
            new LoggedTasks(topics.taskLog(), settings.<SpecificRecord>valueSerde().deserializer()),
            inForce,
            new ReleaseTopic(releases, clock),
            EngineChoice.kernels(settings.engine()),
            settings.trainerThreads(),
            new RoundFile(settings.trainerDir().resolve("round.safetensors")),
            listener);
    try {
      consumer = new LogConsumer(settings, topics, store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    follower = ReleaseFollower.start(releases, inForce);
    thread = Thread.ofPlatform().name("mixtide-trainer").start(this::run);
  }

  /** Stops; a round under way is kept, and taken up again by the next trainer started here. */
  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    follower.close();
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        try {
          turn();
        } catch (WakeupException e) {
          // Closing: the loop ends.
        } catch (RuntimeException e) {
          // A full disk, a broker or a registry that is away: where reading goes on is in the
          // store.
          say("The trainer is held up, and tries again: " + e.getMessage());
          LOG.debug("What holds it up", e);
          var _ = closing.await(SECONDS_BEFORE_RETRY, TimeUnit.SECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopRound();
      consumer.close();
      store.close();
    }
  }

  private void turn() {
    Release release = inForce.get();
    // A round that was written down is as good as under way: nothing is taken in before it is over.
    consumer.poll(store.state().round() == null ? release : null);
    if (!consumer.isOwner()) {
      stopRound();
      if (consumer.isStandby()) {
        standBy();
      }
      return;
    }
    standsBy = false;
    if (round != null) {
      finish(round);
    } else if (release == null) {
      say("No release is in force yet, waiting: publish one with 'mixtide releases publish'");
    } else {
      startIfDue(release);
    }
  }

  private void standBy() {
    if (!standsBy) {
      standsBy = true;
      LOG.info("Another trainer has the log of tasks: standing by");
      listener.standsBy();
    }
  }

  private void stopRound() {
    if (round != null) {
      round.close();
      round = null;
    }
  }

  private void finish(Round running) {
    RoundResult result = running.result();
    if (result == null) {
      return;
    }
    stopRound();
    store.end(clock.millis());
    means.file().delete();
    switch (result.ending()) {
      case RELEASED ->
          LOG.atInfo()
              .addKeyValue(RELEASE, result.version())
              .log(
                  "Release {} is put in force: {}",
                  result.version(),
                  Round.gain(Objects.requireNonNull(result.report())));
      case REFUSED ->
          LOG.atInfo()
              .addKeyValue(RELEASE, result.version())
              .log("Candidate {} is refused: {}", result.version(), sentence(result));
      case ABANDONED ->
          LOG.atWarn()
              .addKeyValue(RELEASE, result.plan().parent())
              .log(
                  "The round that began from release {} is given up: {}",
                  result.plan().parent(),
                  sentence(result));
    }
    listener.ended(result);
  }

  private static String sentence(RoundResult result) {
    return String.join("; ", result.reasons());
  }

  private void startIfDue(Release release) {
    RoundPlan unfinished = store.state().round();
    if (unfinished != null) {
      takeUp(unfinished, release);
      return;
    }
    String reason = reason(store.state(), release);
    if (reason == null) {
      return;
    }
    StoreState state = store.state();
    RoundPlan plan =
        new RoundPlan(
            release.version(),
            settings.trainerSeed() + state.rounds(),
            settings.trainerSteps(),
            settings.trainerLearningRate(),
            settings.trainerHoldout(),
            reason,
            state.stretches());
    means.file().delete();
    store.begin(plan);
    round = Round.start(plan, release, means);
  }

  private void takeUp(RoundPlan plan, Release release) {
    if (plan.parent().equals(release.version())) {
      LOG.atInfo()
          .addKeyValue(RELEASE, plan.parent())
          .log("Taking up the round that began from release {}", plan.parent());
      round = Round.start(plan, release, means);
      return;
    }
    String reason = "release %s is in force".formatted(release.version());
    LOG.atWarn()
        .addKeyValue(RELEASE, plan.parent())
        .log("The round that began from release {} is over: {}", plan.parent(), reason);
    store.end(clock.millis());
    means.file().delete();
    listener.ended(RoundResult.abandoned(plan, reason));
  }

  /** Why to begin a round; null not to. */
  private @Nullable String reason(StoreState state, Release release) {
    if (state.tasks() < settings.trainerMinTasks()) {
      say(
          state.tasks() == 0
              ? "No task is logged yet: waiting"
              : "Fewer than %d tasks are logged yet: waiting"
                  .formatted(settings.trainerMinTasks()));
      return null;
    }
    String reason = null;
    if (release.version().equals(state.drift())) {
      reason = "tasks have drifted from release " + release.version();
    } else if (state.fresh() >= settings.trainerNewTasks()) {
      reason = state.fresh() + " tasks were newly logged";
    } else if (state.fresh() > 0
        && clock.millis() - state.quietSince() >= settings.trainerInterval().toMillis()) {
      reason = state.fresh() + " tasks were newly logged, and it is time";
    }
    return reason == null || !areEnoughHeldOut(state) ? null : reason;
  }

  private boolean areEnoughHeldOut(StoreState state) {
    if (tooFewHeldOut == state.nextOrdinal()) {
      return false;
    }
    Map<TaskSplit.Part, Integer> counts = new EnumMap<>(TaskSplit.Part.class);
    for (String task : store.names()) {
      counts.merge(TaskSplit.partOf(task, settings.trainerHoldout()), 1, Integer::sum);
    }
    boolean enough =
        counts.getOrDefault(TaskSplit.Part.GATE, 0) >= Gate.MIN_TASKS
            && counts.getOrDefault(TaskSplit.Part.THRESHOLDS, 0) >= Gate.MIN_TASKS;
    if (!enough) {
      tooFewHeldOut = state.nextOrdinal();
      say(
          "Fewer than %d logged tasks are held out for the gate, or for percentiles: waiting for more"
              .formatted(Gate.MIN_TASKS));
    }
    return enough;
  }

  /** Says a thing once, until there is another. */
  private void say(String message) {
    if (!message.equals(said)) {
      LOG.info("{}", message);
      said = message;
    }
  }
}

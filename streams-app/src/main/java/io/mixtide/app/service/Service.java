package io.mixtide.app.service;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.dashboard.TaskCourse;
import io.mixtide.app.http.Changes;
import io.mixtide.app.http.ConfigRoutes;
import io.mixtide.app.http.CourseRoutes;
import io.mixtide.app.http.HealthRoutes;
import io.mixtide.app.http.HttpAccess;
import io.mixtide.app.http.HttpServer;
import io.mixtide.app.http.LoggerRoutes;
import io.mixtide.app.http.MetricsRoutes;
import io.mixtide.app.http.OtherInstances;
import io.mixtide.app.http.TaskRoutes;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseFollower;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.app.topology.AdaptationOptions;
import io.mixtide.app.topology.AdaptationTopology;
import io.mixtide.app.topology.RocksDbMemory;
import io.mixtide.app.topology.Shadow;
import io.mixtide.app.topology.TaskView;
import io.mixtide.app.trainer.Trainer;
import io.mixtide.app.trainer.TrainerListener;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of the service. It starts in this order: topics checked, HTTP answering, releases
 * followed, kernels warm, and only then traffic, so that no record meets a service without a
 * release in force.
 */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private final Settings settings;
  private final EngineChoice engine;
  private final ReleaseInForce inForce;
  private final ReleaseFollower follower;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Instances instances;
  private final LocalTasks tasks;
  private final KafkaStreams streams;
  private final OrphanedTransactions orphans;
  private final KafkaStreamsMetrics streamsMetrics;
  private final OtherInstances others;
  private final Page page;
  private final HttpServer http;
  private final Thread starter;
  private final @Nullable Trainer trainer;

  /**
   * Starts the service; returns at once, while the service becomes ready.
   *
   * @throws io.mixtide.app.UserErrorException if the topics are not as they must be, no broker
   *     answers, the HTTP port is taken, or another trainer has the trainer's directory
   */
  public static Service start(Settings settings) {
    Topics topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.check();
    }
    return new Service(settings, topics);
  }

  private Service(Settings settings, Topics topics) {
    this.settings = settings;
    engine = EngineChoice.of(settings.engine());
    inForce = new ReleaseInForce(engine.kernels());
    new ReleaseMeter(inForce).bindTo(metrics);
    ReleaseConnection releases =
        new ReleaseConnection(
            topics.releases(), settings.clientProperties(), settings.valueSerde());
    HttpAccess access = new HttpAccess(settings.httpToken(), settings.httpSsl());
    others = new OtherInstances(this::others, access);
    Changes changes = new Changes(access);
    page = new Page(settings, topics, releases, this::release, changes);
    http =
        HttpServer.start(
            settings.httpHost(),
            settings.httpPort(),
            access,
            Stream.concat(
                    Stream.of(
                        new HealthRoutes(this::isLive, this::notReady),
                        new MetricsRoutes(metrics),
                        new ConfigRoutes(settings.shown()),
                        new LoggerRoutes(changes),
                        new TaskRoutes(this::task, others),
                        new CourseRoutes(this::course, others)),
                    page.routes().stream())
                .toList());
    try {
      HostInfo self = settings.advertised(http.port());
      streams = streams(self);
      instances = new Instances(streams, self);
      orphans = new OrphanedTransactions(settings.applicationId(), settings.clientProperties());
      tasks =
          new LocalTasks(streams, inForce, engine.kernels(), Score.valueOf(settings.alertScore()));
    } catch (RuntimeException e) {
      page.close();
      http.close();
      others.close();
      throw e;
    }
    streams.setStateListener(orphans);
    streamsMetrics = new KafkaStreamsMetrics(streams);
    streamsMetrics.bindTo(metrics);
    new JvmMemoryMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    http.open();
    follower = ReleaseFollower.start(releases, inForce);
    starter = Thread.ofPlatform().name("mixtide-start").start(this::startWhenReleased);
    trainer = settings.trainerEnabled() ? startTrainer() : null;
  }

  private Trainer startTrainer() {
    try {
      return Trainer.start(settings, TrainerListener.NONE);
    } catch (RuntimeException e) {
      closeService();
      throw e;
    }
  }

  private List<HostInfo> others(String task) {
    return instances.others(task);
  }

  private KafkaStreams streams(HostInfo self) {
    AdaptationOptions options =
        TopologySettings.options(
            settings,
            inForce,
            inForce::shadow,
            engine,
            new AdaptationMeters(metrics, System::currentTimeMillis));
    Properties properties = settings.streamsProperties();
    AdaptationTopology.configure(properties, options);
    properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, self.host() + ":" + self.port());
    RocksDbMemory.bound(properties, settings.rocksDbMemoryBytes());
    KafkaStreams result = create(AdaptationTopology.build(options), properties);
    result.setUncaughtExceptionHandler(new FailedThreads(this::release));
    return result;
  }

  private KafkaStreams create(Topology topology, Properties properties) {
    try {
      return new KafkaStreams(topology, properties);
    } catch (ConfigException e) {
      throw new UserErrorException(
          "Kafka Streams refuses its configuration: %s; correct the setting that begins with kafka."
              .formatted(e.getMessage()),
          e);
    } catch (StreamsException e) {
      throw new UserErrorException(
          "the state directory %s cannot be used, perhaps because another service does: set state.dir"
              .formatted(settings.stateDir().toAbsolutePath()),
          e);
    }
  }

  private void startWhenReleased() {
    try {
      if (!inForce.await(settings.releaseWait())) {
        LOG.warn(
            "No release is in force yet, waiting: publish one with 'mixtide releases publish'");
        inForce.await(FOR_EVER);
      }
      streams.start();
    } catch (InterruptedException e) {
      LOG.debug("Closed before a release was in force");
    }
  }

  private boolean isLive() {
    return switch (streams.state()) {
      case ERROR, PENDING_ERROR, NOT_RUNNING -> false;
      case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN -> true;
    };
  }

  /** Why the service takes no traffic; empty if it does. */
  public Optional<String> notReady() {
    if (!inForce.isPresent()) {
      return Optional.of("no release is in force");
    }
    if (streams.state() != KafkaStreams.State.RUNNING) {
      return Optional.of("streams are " + streams.state());
    }
    // A thread that replaces a failed one waits for its place, while streams as a whole still run.
    return streams.metadataForLocalThreads().stream()
            .anyMatch(thread -> thread.threadState().equals("RUNNING"))
        ? Optional.empty()
        : Optional.of("no stream thread is running");
  }

  /** The release that runs in the shadow, if one does. */
  Optional<Shadow> shadow() {
    return inForce.shadow();
  }

  /** Which engine infers, what it runs on, and why, in a line. */
  public String engine() {
    return settings.batchRecords() == 1
        ? engine.description()
        : "%s, up to %d records at once".formatted(engine.description(), settings.batchRecords());
  }

  /** Where this machine reaches the service by HTTP. */
  public String url() {
    String scheme = settings.httpSsl().isEmpty() ? "http" : "https";
    return "%s://localhost:%d".formatted(scheme, httpPort());
  }

  /** The port that HTTP is served on. */
  public int httpPort() {
    return http.port();
  }

  private Optional<Release> release() {
    return inForce.isPresent() ? Optional.of(inForce.get()) : Optional.empty();
  }

  private Optional<TaskView> task(String task, List<double[]> xs) {
    return tasks.find(task, xs);
  }

  private Optional<TaskCourse> course(String task, TaskCourse.View view) {
    return tasks.course(task, view);
  }

  /**
   * Stops gracefully: what was begun is committed, and the group is left so that a restart is
   * quick.
   */
  @Override
  public void close() {
    if (trainer != null) {
      trainer.close();
    }
    closeService();
  }

  private void closeService() {
    starter.interrupt();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    streams.close(
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    orphans.close();
    follower.close();
    page.close();
    http.close();
    others.close();
    streamsMetrics.close();
    metrics.close();
  }
}

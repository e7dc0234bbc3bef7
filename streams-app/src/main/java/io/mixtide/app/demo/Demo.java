package io.mixtide.app.demo;

import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.service.Service;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * The main job, all of it, in one JVM: a real broker, a release on its topic, the service, a feeder
 * and a meter. Only where things run differs from a service on a cluster.
 */
public final class Demo implements AutoCloseable {
  private static final int PARTITIONS = 2;
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final EmbeddedBroker broker;
  private final Service service;
  private final Feeder feeder;
  private final Meter meter;
  private final String version;

  /**
   * Starts broker and service; events flow when {@link #run} is called.
   *
   * @param eventsPerSecond rate of the schedule, positive
   * @param httpPort 0 for any
   * @param stateDirectory an empty directory for the state stores
   */
  public Demo(double eventsPerSecond, int httpPort, Path stateDirectory)
      throws InterruptedException {
    broker = EmbeddedBroker.start();
    Settings settings =
        Settings.of(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "state.dir", stateDirectory.toString(),
                "schema.registry.url", "mock://demo",
                "http.port", String.valueOf(httpPort)));
    Topics topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.create(PARTITIONS, (short) 1);
    }
    version = publish(settings, topics);
    service = Service.start(settings);
    Serde<SpecificRecord> values = settings.valueSerde();
    Release single = ShippedReleases.singleGaussian();
    Map<String, Object> client = new HashMap<>(settings.clientProperties());
    feeder =
        new Feeder(
            AirQuality.heldOut(),
            eventsPerSecond,
            topics.context(),
            client,
            values.serializer(),
            new Inference(
                single.network(), single.standardisation(), Kernels.of(settings.engine())));
    meter = new Meter(topics, client, values.deserializer());
    while (service.notReady().isPresent()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static String publish(Settings settings, Topics topics) {
    byte[] file = ShippedReleases.mixture();
    Release release = ReleaseFile.read(file);
    ReleaseTopic topic =
        new ReleaseTopic(
            new ReleaseConnection(
                topics.releases(), settings.clientProperties(), settings.valueSerde()),
            InstantSource.system());
    topic.publish(new NewRelease(release.version(), release.parent(), file, Map.of()));
    topic.activate(release.version(), "demo", "the shipped release");
    return release.version();
  }

  /** The port that the service's HTTP is on. */
  public int httpPort() {
    return service.httpPort();
  }

  /**
   * Feeds for a time, then waits until every event has its posterior, at most half a minute.
   *
   * @param time how long to feed
   * @param stop ends feeding early when it reaches zero
   * @param live told once a second
   */
  public DemoResult run(Duration time, CountDownLatch stop, Consumer<DemoResult> live)
      throws InterruptedException {
    long start = System.nanoTime();
    feeder.start();
    while (System.nanoTime() - start < time.toNanos()
        && !stop.await(
            Math.min(TICK.toNanos(), time.toNanos() - (System.nanoTime() - start)),
            TimeUnit.NANOSECONDS)) {
      live.accept(result(start));
    }
    DemoResult fed = result(start);
    feeder.close();
    long drained = System.nanoTime() + DRAIN.toNanos();
    while (meter.counts().posteriors() + meter.counts().predictions()
            < feeder.sent() + feeder.queries()
        && System.nanoTime() < drained) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return result(fed.seconds());
  }

  private DemoResult result(long start) {
    return result((System.nanoTime() - start) / 1e9);
  }

  private DemoResult result(double seconds) {
    Meter.Counts counts = meter.counts();
    return new DemoResult(
        version,
        feeder.sent(),
        counts.posteriors(),
        counts.predictions(),
        feeder.queries(),
        counts.tasks(),
        counts.alertsRaised(),
        counts.alertsCleared(),
        counts.deadLetters(),
        counts.outOfSequence(),
        new DemoResult.Latency(counts.p50Ms(), counts.p99Ms()),
        new DemoResult.Prequential(counts.meanLogScore(), feeder.singleGaussianScore()),
        seconds,
        feeder.sent() / seconds);
  }

  @Override
  public void close() {
    feeder.close();
    meter.close();
    service.close();
    broker.close();
  }
}

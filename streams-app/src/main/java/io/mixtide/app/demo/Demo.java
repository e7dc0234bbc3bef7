package io.mixtide.app.demo;

import io.mixtide.app.config.Settings;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.Topics;
import java.time.Duration;
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
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofSeconds(1);

  /**
   * An hour takes 5 ms here. A day is over when half of the next one is; the first round begins
   * after some weeks, and is short, for it shares the CPU with all else.
   */
  private static final Map<String, String> TRAINER =
      Map.of(
          "task.idle.ms", String.valueOf(Duration.ofHours(12).toMillis()),
          "trainer.enabled", "true",
          "trainer.new.tasks", "600",
          "trainer.min.tasks", "400",
          "trainer.holdout", "0.3",
          "trainer.steps", "100",
          "trainer.learning.rate", "0.0003");

  private final EmbeddedService service;
  private final Feeder feeder;
  private final Meter meter;

  /**
   * Starts broker and service; events flow when {@link #run} is called.
   *
   * @param eventsPerSecond rate of the schedule, positive
   * @param httpPort 0 for any
   */
  public Demo(double eventsPerSecond, int httpPort) throws InterruptedException {
    service = new EmbeddedService(EmbeddedPlan.shipped(httpPort, TRAINER));
    Settings settings = service.settings();
    Topics topics = new Topics(settings.topicPrefix());
    Serde<SpecificRecord> values = settings.valueSerde();
    Kernels kernels = EngineChoice.kernels(settings.engine());
    Map<String, Object> client = settings.clientProperties();
    feeder =
        new Feeder(
            AirQuality.heldOut(),
            eventsPerSecond,
            topics.context(),
            client,
            values.serializer(),
            new Baseline(ReleaseFile.read(ShippedReleases.singleGaussian()), kernels),
            new Baseline(ReleaseFile.read(ShippedReleases.firstWeeks()), kernels));
    meter = new Meter(topics, client, values.deserializer(), feeder::firstReleaseScore);
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
        service.version(),
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
        counts.swaps(),
        seconds,
        feeder.sent() / seconds);
  }

  @Override
  public void close() {
    feeder.close();
    meter.close();
    service.close();
  }
}

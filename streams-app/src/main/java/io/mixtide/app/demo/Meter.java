package io.mixtide.app.demo;

import io.mixtide.app.topics.CommittedReader;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.Topics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.HdrHistogram.Histogram;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the service's outputs as any consumer would, committed records only, and keeps count: how
 * many, how late, how well predicted under which release, and whether every task's posteriors
 * follow one another without gap or repetition.
 */
final class Meter implements AutoCloseable {
  private static final long MAX_LATENCY_MS = 600_000;

  /** What the first release scores an observation that was fed, by its id; empty for others. */
  interface FirstRelease {
    OptionalDouble score(@Nullable String observationId);
  }

  /** Counts so far. Latency is from the append of the event to the receipt of its prediction. */
  record Counts(
      long posteriors,
      long predictions,
      long alertsRaised,
      long alertsCleared,
      long deadLetters,
      long tasks,
      long outOfSequence,
      double meanLogScore,
      List<DemoResult.Swap> swaps,
      double p50Ms,
      double p99Ms) {}

  private final FirstRelease firstRelease;
  private final CommittedReader reader;
  private final Histogram latency = new Histogram(1, MAX_LATENCY_MS, 3);
  private final Map<String, Long> lastSequence = new HashMap<>();
  private long posteriors;
  private long predictions;
  private long alertsRaised;
  private long alertsCleared;
  private long deadLetters;
  private long outOfSequence;
  private final SequencedMap<String, Scores> byRelease = new LinkedHashMap<>();

  /**
   * @param firstRelease asked once for each posterior
   */
  Meter(
      Topics topics,
      Map<String, Object> client,
      Deserializer<SpecificRecord> values,
      FirstRelease firstRelease) {
    this.firstRelease = firstRelease;
    reader =
        new CommittedReader(
            List.of(
                topics.posteriors(),
                topics.predictions(),
                topics.ambiguity(),
                topics.deadLetters()),
            client,
            values,
            record -> count(record, System.currentTimeMillis()));
  }

  private synchronized void count(ConsumerRecord<String, SpecificRecord> record, long now) {
    switch (record.value()) {
      case Posterior posterior -> {
        firstRelease
            .score(posterior.getObservationId())
            .ifPresent(first -> score(posterior, first));
        Long former = lastSequence.put(record.key(), posterior.getSequence());
        if (posterior.getSequence() != (former == null ? 1 : former + 1)) {
          outOfSequence++;
        }
      }
      case Prediction prediction -> {
        predictions++;
        latency.recordValue(Math.clamp(now - record.timestamp(), 1, MAX_LATENCY_MS));
      }
      case AmbiguityEvent alert -> {
        alertsRaised += alert.getState() == AlertState.RAISED ? 1 : 0;
        alertsCleared += alert.getState() == AlertState.CLEARED ? 1 : 0;
      }
      case DeadLetter letter -> deadLetters++;
      default -> throw new IllegalStateException("no " + record.value().getClass() + " expected");
    }
  }

  private void score(Posterior posterior, double first) {
    posteriors++;
    byRelease
        .computeIfAbsent(posterior.getRelease(), version -> new Scores(posteriors - 1))
        .add(posterior.getLogScore(), first);
  }

  /** The counts at this moment. */
  synchronized Counts counts() {
    return new Counts(
        posteriors,
        predictions,
        alertsRaised,
        alertsCleared,
        deadLetters,
        lastSequence.size(),
        outOfSequence,
        posteriors == 0
            ? 0
            : byRelease.values().stream().mapToDouble(s -> s.sum).sum() / posteriors,
        swaps(),
        latency.getValueAtPercentile(50),
        latency.getValueAtPercentile(99));
  }

  private List<DemoResult.Swap> swaps() {
    return byRelease.entrySet().stream()
        .skip(1)
        .map(release -> release.getValue().swap(release.getKey()))
        .toList();
  }

  /** Log scores of the readings that one release foretold. */
  private static final class Scores {
    private final long first;
    private long count;
    private double sum;
    private double firstReleaseSum;

    /** Of a release whose first reading came after so many others. */
    Scores(long first) {
      this.first = first;
    }

    void add(double logScore, double firstReleaseScore) {
      count++;
      sum += logScore;
      firstReleaseSum += firstReleaseScore;
    }

    DemoResult.Swap swap(String version) {
      return new DemoResult.Swap(version, first, firstReleaseSum / count, sum / count);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}

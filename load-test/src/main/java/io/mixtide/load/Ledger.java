package io.mixtide.load;

import io.mixtide.app.demo.Schedule;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What was sent and what came back of it. Records of others than this run are passed over. Safe for
 * use by the sending and the reading thread.
 */
final class Ledger {
  private static final long MAX_LATENCY_US = 3_600_000_000L;
  private static final double MS = 1e3;

  private final String prefix;
  private final Schedule schedule;
  private final LoadPlan plan;
  private final Arrivals posteriors = new Arrivals();
  private final Arrivals predictions = new Arrivals();
  private final LetterAudit letters = new LetterAudit();
  private final Map<String, Long> lastSequence = new HashMap<>();
  private final Histogram latency = new Histogram(1, MAX_LATENCY_US, 3);
  private long outOfSequence;
  private long unsent;
  private long received;
  private long lastReceipt;

  /**
   * @param prefix what the names of this run's tasks begin with
   * @param schedule when each event was due
   */
  Ledger(String prefix, Schedule schedule, LoadPlan plan) {
    this.prefix = prefix;
    this.schedule = schedule;
    this.plan = plan;
    lastReceipt = schedule.start();
  }

  /** A good event is about to be sent. */
  synchronized void sending(int event) {
    posteriors.expect(event);
    for (int q = 0; q < plan.queries(); q++) {
      predictions.expect(event * plan.queries() + q);
    }
  }

  /** A bad event was appended to its topic. */
  synchronized void appended(int partition, long offset, DeadLetterReason fault) {
    received += letters.expect(partition, offset, fault) ? 1 : 0;
  }

  /** The broker did not take an event. */
  synchronized void failed() {
    unsent++;
  }

  /**
   * An output was received at a {@link System#nanoTime()}.
   *
   * @return whether it is one of this run
   */
  synchronized boolean received(ConsumerRecord<String, SpecificRecord> output, long now) {
    if (output.key() == null && output.value() instanceof DeadLetter letter) {
      boolean ours = letters.keyless(letter);
      received += ours ? 1 : 0;
      return ours;
    }
    if (output.key() == null || !output.key().startsWith(prefix)) {
      return false;
    }
    received++;
    switch (output.value()) {
      case Posterior posterior -> received(output.key(), posterior, now);
      case Prediction prediction -> predictions.arrived(Integer.parseInt(prediction.getQueryId()));
      case DeadLetter letter -> letters.arrived(letter);
      default -> throw new IllegalStateException("no " + output.value().getClass() + " expected");
    }
    return true;
  }

  private void received(String task, Posterior posterior, long now) {
    int event = Integer.parseInt(posterior.getObservationId());
    posteriors.arrived(event);
    if (event >= plan.firstMeasured()) {
      latency.recordValue(Math.clamp((now - schedule.at(event)) / 1000, 1, MAX_LATENCY_US));
      lastReceipt = now;
    }
    Long former = lastSequence.put(task, posterior.getSequence());
    if (posterior.getSequence() != (former == null ? 1 : former + 1)) {
      outOfSequence++;
    }
  }

  /** How many outputs of this run were received. */
  synchronized long received() {
    return received;
  }

  /** Whether all that is due has come, so far as counts tell. */
  synchronized boolean isComplete() {
    return received >= posteriors.due() + predictions.due() + letters.due();
  }

  /** What is to be said of the run. */
  synchronized LoadResult result(double latestSendMs) {
    long measured = lastReceipt - schedule.at(plan.firstMeasured());
    return new LoadResult(
        plan.seed(),
        plan.events(),
        plan.rate(),
        latency.getTotalCount() * 1e9 / Math.max(1, measured),
        latestSendMs,
        new LoadResult.Latency(
            latency.getValueAtPercentile(50) / MS,
            latency.getValueAtPercentile(99) / MS,
            latency.getValueAtPercentile(99.9) / MS,
            latency.getMaxValue() / MS),
        unsent,
        outOfSequence,
        new LoadResult.Tally(posteriors.due(), posteriors.met(), posteriors.excess()),
        new LoadResult.Tally(predictions.due(), predictions.met(), predictions.excess()),
        letters.tally(),
        letters.tallies(),
        null);
  }
}

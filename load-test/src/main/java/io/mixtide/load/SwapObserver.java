package io.mixtide.load;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.Schedule;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Puts another release in force during a run, and watches what that costs. */
final class SwapObserver implements RunObserver {
  private final SwapPlan swap;
  private final LoadPlan plan;
  private final Settings settings;
  private volatile @Nullable SwapWatch watch;
  private @Nullable CompletableFuture<Void> activation;

  SwapObserver(SwapPlan swap, LoadPlan plan, Settings settings) {
    this.swap = swap;
    this.plan = plan;
    this.settings = settings;
  }

  /**
   * @throws UserErrorException if the release is in force already
   */
  @Override
  public void starting(Schedule schedule) {
    swap.release().requireNotInForce(settings);
    watch = new SwapWatch(swap, plan, schedule);
    long due = schedule.at(plan.firstMeasured()) + swap.at().toNanos();
    activation =
        CompletableFuture.runAsync(
            () -> swap.release().putInForce(settings, "a load test"),
            CompletableFuture.delayedExecutor(due - System.nanoTime(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void received(ConsumerRecord<String, SpecificRecord> output, long now) {
    watch().received(output.value(), now);
  }

  /**
   * @throws UserErrorException if the release could not be published
   */
  @Override
  public void sent() {
    try {
      Objects.requireNonNull(activation).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UserErrorException wrong ? wrong : e;
    }
  }

  /** What is to be said of the swap. */
  Swap result() {
    return watch().result();
  }

  private SwapWatch watch() {
    return Objects.requireNonNull(watch, "the run has started");
  }
}

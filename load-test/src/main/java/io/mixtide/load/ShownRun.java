package io.mixtide.load;

import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.demo.Schedule;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.Posterior;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Shows how far a run of load is, by the events that have their posterior or dead letter. */
public final class ShownRun implements RunObserver {
  /** As often as anyone can look, at the rates of a load; the measured thread tells it. */
  private static final int EVERY = 64;

  private final RunObserver inner;
  private final WorkDisplay display;
  private final long events;
  private long done;

  /**
   * @param inner follows the run too
   * @param display of the plan's events
   * @param events how many these are
   */
  public ShownRun(RunObserver inner, WorkDisplay display, long events) {
    this.inner = inner;
    this.display = display;
    this.events = events;
  }

  @Override
  public void starting(Schedule schedule) {
    inner.starting(schedule);
  }

  @Override
  public void received(ConsumerRecord<String, SpecificRecord> output, long now) {
    inner.received(output, now);
    if (output.value() instanceof Posterior || output.value() instanceof DeadLetter) {
      done++;
      if (done % EVERY == 0 || done == events) {
        display.accept(done);
      }
    }
  }

  @Override
  public void sent() throws InterruptedException {
    inner.sent();
  }
}

package io.mixtide.load;

import io.mixtide.app.demo.Schedule;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Follows a run of load, and may do something to the service meanwhile. */
public interface RunObserver {
  /** Of a run that no one else follows. */
  RunObserver NONE =
      new RunObserver() {
        @Override
        public void starting(Schedule schedule) {}

        @Override
        public void received(ConsumerRecord<String, SpecificRecord> output, long now) {}

        @Override
        public void sent() {}
      };

  /**
   * Events are about to be sent.
   *
   * @param schedule when each event is due
   */
  void starting(Schedule schedule);

  /**
   * An output of this run was received at a {@link System#nanoTime()}; on the reader's thread,
   * after {@link #starting}.
   */
  void received(ConsumerRecord<String, SpecificRecord> output, long now);

  /** All events are sent; outputs are waited for when this returns. */
  void sent() throws InterruptedException;
}

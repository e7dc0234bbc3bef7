package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;

/** Tells a sender beforehand what the topology would refuse. */
public final class ObservationCheck {
  private ObservationCheck() {}

  /**
   * Checks an observation without queries as the topology does when it arrives.
   *
   * @throws IllegalArgumentException if it would become a dead letter, with the reason in a
   *     sentence
   */
  public static void check(String task, ContextEvent event, Release release) {
    try {
      new TaskNameDeserializer().deserialize("", task.getBytes(UTF_8));
      RecordChecks.observation(event, release);
    } catch (RejectedRecordException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}

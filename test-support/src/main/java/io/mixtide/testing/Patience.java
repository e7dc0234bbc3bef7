package io.mixtide.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long tests wait for what must come. So long that only what never comes is missed, on a busy
 * machine too: what comes early costs nothing.
 */
public final class Patience {
  public static final Duration TIME = Duration.ofSeconds(90);

  private Patience() {}

  /** Awaitility's, with this patience. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(TIME);
  }
}

package io.mixtide.app.dashboard;

import io.mixtide.model.evaluation.Score;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Reads the outputs of the service while someone looks and a little longer, and else nothing. */
public final class Dashboard implements AutoCloseable {

  /**
   * Where there is something to see.
   *
   * @param clientProperties the configuration of Kafka clients, with {@code bootstrap.servers}
   * @param values for the topics' values, configured
   * @param group the service's consumer group
   * @param inForce the release in force, if there is one
   * @param ambiguity the score that alerts watch
   */
  public record Sources(
      Topics topics,
      Map<String, Object> clientProperties,
      Serde<SpecificRecord> values,
      String group,
      Supplier<Optional<Release>> inForce,
      Score ambiguity) {}

  /** Who leaves may be back at once, and who is about to look may leave before. */
  private static final long LINGER_MS = 5000;

  private final Sources sources;
  private int viewers;
  private long leftNanos;
  private @Nullable Reading reading;

  private record Reading(LiveView view, LiveReader reader, GroupLag lag) {
    void close() {
      reader.close();
      lag.close();
    }
  }

  /** Reads nothing yet. */
  public Dashboard(Sources sources) {
    this.sources = sources;
  }

  /** One who looks, until closed. */
  public final class Viewer implements AutoCloseable {
    private final LiveView view;
    private boolean closed;

    private Viewer(LiveView view) {
      this.view = view;
    }

    /**
     * What there is to see now.
     *
     * @param chosen the task that is looked at; empty for none
     */
    public Snapshot snapshot(Optional<String> chosen) {
      return view.snapshot(chosen);
    }

    /**
     * Waits until it shows what was put out before the reading began.
     *
     * @return whether it does, after at most so many milliseconds
     */
    public boolean awaitCaughtUp(long millis) throws InterruptedException {
      return view.awaitCaughtUp(millis);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        leave();
      }
    }
  }

  /** Begins to look; the first who does starts the reading. */
  public synchronized Viewer look() {
    Reading current = reading;
    if (current == null) {
      LiveView view = new LiveView(sources.inForce, sources.ambiguity, System::currentTimeMillis);
      current =
          new Reading(
              view,
              new LiveReader(
                  sources.topics, sources.clientProperties, sources.values.deserializer(), view),
              new GroupLag(sources.clientProperties, sources.group, view));
      reading = current;
      Reading begun = current;
      Thread.ofVirtual().name("mixtide-page-end").start(() -> endWhenUnwatched(begun));
    }
    viewers++;
    return new Viewer(current.view);
  }

  private synchronized void leave() {
    viewers--;
    leftNanos = System.nanoTime();
    notifyAll();
  }

  private synchronized void endWhenUnwatched(Reading begun) {
    try {
      while (begun.equals(reading)) {
        long unwatched = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - leftNanos);
        if (viewers > 0) {
          wait();
        } else if (unwatched < LINGER_MS) {
          wait(LINGER_MS - unwatched);
        } else {
          close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the topics are being read. */
  public synchronized boolean isReading() {
    return reading != null;
  }

  /** Stops reading, whoever still looks. */
  @Override
  public synchronized void close() {
    if (reading != null) {
      reading.close();
      reading = null;
      notifyAll();
    }
  }
}

package io.mixtide.benchmark.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a record's time goes, from a recording of a service: CPU time by part, in microseconds a
 * record. What no sample of Java code accounts for stands apart, so that the parts add up to the
 * process's CPU time.
 */
final class Breakdown {
  /** What a JVM must be told to record what this reads. */
  static final String FLAG =
      "-XX:StartFlightRecording=settings=profile,jdk.CPUTimeSample#enabled=true,"
          + "jdk.CPUTimeSample#throttle=5ms,filename=";

  /** The JVM's own threads take no samples. */
  static final String UNSAMPLED = "JIT compiler, garbage collector";

  private static final String SAMPLE = "jdk.CPUTimeSample";

  /**
   * A time in which a service worked off a backlog.
   *
   * @param cpuNanos of its process in that time
   */
  record Window(Instant from, Instant to, double records, long cpuNanos) {
    boolean contains(Instant time) {
      return !time.isBefore(from) && time.isBefore(to);
    }
  }

  private Breakdown() {}

  /** Reads a recording; parts in order, by their labels. */
  static Map<String, Double> of(Path recording, List<Window> windows) {
    Map<Part, Long> nanos = new EnumMap<>(Part.class);
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals(SAMPLE)
            && event.getStackTrace() != null
            && windows.stream().anyMatch(window -> window.contains(event.getStartTime()))) {
          Part part = Part.of(event.getStackTrace().getFrames());
          nanos.merge(part, event.getDuration("samplingPeriod").toNanos(), Long::sum);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double records = windows.stream().mapToDouble(Window::records).sum();
    long cpu = windows.stream().mapToLong(Window::cpuNanos).sum();
    Map<String, Double> micros = new LinkedHashMap<>();
    long sampled = 0;
    for (Part part : Part.values()) {
      long own = nanos.getOrDefault(part, 0L);
      sampled += own;
      micros.put(part.label(), own / records / 1e3);
    }
    micros.put(UNSAMPLED, (cpu - sampled) / records / 1e3);
    return micros;
  }
}

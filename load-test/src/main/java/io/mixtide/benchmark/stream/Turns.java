package io.mixtide.benchmark.stream;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures candidates in turn, round after round, on one broker. Each is one process from the first
 * round to the last; those whose turn it is not have nothing to do.
 *
 * @param candidates at least one
 * @param rounds at least 1
 * @param profiles directory for a recording of each, null for none
 * @param progress told in words
 */
record Turns(
    List<Candidate> candidates, int rounds, @Nullable Path profiles, Consumer<String> progress) {

  /**
   * Takes a figure of a service while it runs.
   *
   * @param <T> the figure
   */
  interface Meter<T> {

    /** Has a service do something, or looks at what it has done. */
    T of(ServiceProcess process) throws InterruptedException;
  }

  /**
   * What was measured of a candidate.
   *
   * @param rounds in order
   * @param last taken once at the end
   * @param windows when it worked off backlogs
   * @param <R> a round's figures
   * @param <L> what is taken at the end
   */
  record Outcome<R, L>(
      Candidate candidate, List<R> rounds, L last, List<Breakdown.Window> windows) {}

  /**
   * Runs it.
   *
   * @param each measures a round
   * @param text of a round's figures, for people
   * @param last taken of every candidate after its last round
   */
  <R, L> List<Outcome<R, L>> run(Meter<R> each, Function<R, String> text, Meter<L> last)
      throws InterruptedException {
    List<ServiceProcess> processes = new ArrayList<>();
    try (StreamBed bed = new StreamBed()) {
      try {
        start(bed, processes);
        List<List<R>> measured = new ArrayList<>();
        processes.forEach(_ -> measured.add(new ArrayList<>()));
        for (int round = 1; round <= rounds; round++) {
          for (int i = 0; i < processes.size(); i++) {
            R figures = each.of(processes.get(i));
            measured.get(i).add(figures);
            progress.accept(
                "round %d of %d: %s, %s"
                    .formatted(round, rounds, candidates.get(i).name(), text.apply(figures)));
          }
        }
        List<Outcome<R, L>> outcomes = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
          ServiceProcess process = processes.get(i);
          outcomes.add(
              new Outcome<>(
                  candidates.get(i), measured.get(i), last.of(process), process.windows()));
        }
        return outcomes;
      } finally {
        // What a profiler has to write is written now.
        processes.forEach(ServiceProcess::close);
      }
    }
  }

  private void start(StreamBed bed, List<ServiceProcess> processes) throws InterruptedException {
    Path bytes = bed.directory().resolve("record-bytes");
    if (candidates.stream().anyMatch(candidate -> candidate.kind().copiesBytes())) {
      ByteSampler.sample(bed, candidates.getFirst()).write(bytes);
    }
    for (Candidate candidate : candidates) {
      progress.accept("warming up " + candidate.name());
      ServiceProcess process = new ServiceProcess(candidate, bed, bytes, flags(candidate));
      processes.add(process);
      process.warmUp(candidate.plan().lead());
    }
  }

  private List<String> flags(Candidate candidate) {
    List<String> flags = new ArrayList<>(candidate.jvmFlags());
    if (profiles != null) {
      flags.add(Breakdown.FLAG + recording(profiles, candidate));
    }
    return flags;
  }

  /** Where the recording of a candidate lies. */
  static Path recording(Path directory, Candidate candidate) {
    return directory.toAbsolutePath().resolve(candidate.id() + ".jfr");
  }
}

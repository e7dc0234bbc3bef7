package io.mixtide.benchmark.kernels;

import io.mixtide.benchmark.kernels.KernelsRound.Call;
import io.mixtide.benchmark.measure.Machine;
import io.mixtide.benchmark.measure.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints.
 *
 * @param floorMicros the multiply-adds of one inference at a round's sgemm peak, in microseconds;
 *     the median over the rounds
 * @param floorMicrosByRound in order
 * @param multiplyAdds of one inference
 * @param peakGflops the rate that {@code floorMicros} is at, two operations per multiply-add, on
 *     one thread: of one round, the most that a product of large matrices reached in it
 * @param peakOf the library and size that reached a round's peak, each that did in any
 * @param release whose weights these are
 * @param machine that it was measured on
 * @param results in the order of engines, then batches
 */
record KernelsResult(
    double floorMicros,
    List<Double> floorMicrosByRound,
    long multiplyAdds,
    double peakGflops,
    String peakOf,
    String release,
    Machine machine,
    List<Timing> results) {

  /**
   * Of at least one round; all timed the same.
   *
   * @param multiplyAdds of one inference
   */
  static KernelsResult of(
      List<KernelsRound> rounds, long multiplyAdds, String release, Machine machine) {
    List<Double> floors = rounds.stream().map(round -> round.floorMicros(multiplyAdds)).toList();
    double floor = Median.of(floors, Double::doubleValue);
    List<Timing> timings = new ArrayList<>();
    for (int i = 0; i < rounds.getFirst().calls().size(); i++) {
      int at = i;
      timings.add(Timing.of(rounds.stream().map(round -> round.calls().get(at)).toList(), floors));
    }
    return new KernelsResult(
        floor,
        floors,
        multiplyAdds,
        2 * multiplyAdds / (1e3 * floor),
        rounds.stream()
            .map(round -> round.peak().of())
            .distinct()
            .collect(Collectors.joining(" or ")),
        release,
        machine,
        timings);
  }

  /**
   * The time of one engine at one batch size; medians over the rounds.
   *
   * @param micros microseconds per inference, that is a call's divided by the batch
   * @param callMicros microseconds per call
   * @param ofFloor a round's floor over its {@code micros}
   * @param microsByRound in order
   * @param spread half the width of the 99.9% interval of {@code micros}; null of a single
   *     iteration, and of several rounds, which tell more by themselves
   */
  record Timing(
      String engine,
      int batch,
      double micros,
      double callMicros,
      double ofFloor,
      List<Double> microsByRound,
      @Nullable Double spread) {

    /** Of the same call in each round, and the floors of these. */
    private static Timing of(List<Call> rounds, List<Double> floors) {
      Call first = rounds.getFirst();
      Double spread = rounds.size() == 1 ? first.spread() : null;
      return new Timing(
          first.engine().toString(),
          first.batch(),
          Median.of(rounds, Call::microsEach),
          Median.of(rounds, Call::micros),
          Median.of(
              IntStream.range(0, rounds.size())
                  .mapToDouble(round -> floors.get(round) / rounds.get(round).microsEach())
                  .toArray()),
          rounds.stream().map(Call::microsEach).toList(),
          spread == null ? null : spread / first.batch());
    }
  }
}

package io.mixtide.benchmark.kernels;

import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.benchmark.kernels.KernelsRound.Call;
import io.mixtide.benchmark.measure.JmhRuns;
import io.mixtide.benchmark.measure.Machine;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;

/**
 * Times engines one after another, and before them the floor, round after round.
 *
 * @param runs how to time
 * @param rounds at least one
 * @param display told what is being timed
 */
record KernelsRun(JmhRuns runs, int rounds, WorkDisplay display) {
  /** How many runs it takes to time so many engines at so many batches in so many rounds. */
  static long count(int engines, int batches, int rounds) {
    return rounds * (ProductPeak.runs() + (long) engines * batches);
  }

  /** Times every engine at every batch. */
  KernelsResult measure(Collection<Engine> engines, List<Integer> batches) {
    Release release = ReleaseFile.read(ShippedReleases.firstWeeks());
    long multiplyAdds = 0;
    for (Parameter parameter : release.network().parameters()) {
      multiplyAdds += (long) parameter.in() * parameter.out();
    }
    List<KernelsRound> measured = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      measured.add(round(engines, batches));
    }
    return KernelsResult.of(measured, multiplyAdds, release.version(), Machine.here());
  }

  private KernelsRound round(Collection<Engine> engines, List<Integer> batches) {
    ProductPeak peak = ProductPeak.measure(runs, display);
    List<Call> calls = new ArrayList<>();
    for (Engine engine : engines) {
      for (int batch : batches) {
        calls.add(call(engine, batch));
      }
    }
    return new KernelsRound(peak, calls);
  }

  private Call call(Engine engine, int batch) {
    display.step("%s, batch %d".formatted(engine, batch));
    Result<?> result =
        runs.run(
            InferenceBenchmark.class,
            Map.of("engine", engine.toString(), "batch", Integer.toString(batch)));
    double spread = result.getScoreError();
    return new Call(engine, batch, result.getScore(), Double.isNaN(spread) ? null : spread);
  }
}

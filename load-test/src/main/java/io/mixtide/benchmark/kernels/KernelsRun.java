package io.mixtide.benchmark.kernels;

import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.benchmark.kernels.KernelsResult.Timing;
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
 * Times engines one after another, and before them the floor.
 *
 * @param runs how to time
 * @param display told what is being timed
 */
record KernelsRun(JmhRuns runs, WorkDisplay display) {
  /** How many runs it takes to time so many engines at so many batches. */
  static long count(int engines, int batches) {
    return (long) engines * batches + ProductPeak.runs();
  }

  /** Times every engine at every batch. */
  KernelsResult measure(Collection<Engine> engines, List<Integer> batches) {
    Release release = ReleaseFile.read(ShippedReleases.firstWeeks());
    long multiplyAdds = 0;
    for (Parameter parameter : release.network().parameters()) {
      multiplyAdds += (long) parameter.in() * parameter.out();
    }
    ProductPeak peak = ProductPeak.measure(runs, display);
    List<Timing> timings = new ArrayList<>();
    for (Engine engine : engines) {
      for (int batch : batches) {
        timings.add(timing(engine, batch));
      }
    }
    return new KernelsResult(
        2 * multiplyAdds / (1e3 * peak.gflops()),
        multiplyAdds,
        peak.gflops(),
        peak.of(),
        release.version(),
        Machine.here(),
        timings);
  }

  private Timing timing(Engine engine, int batch) {
    display.step("%s, batch %d".formatted(engine, batch));
    Result<?> result =
        runs.run(
            InferenceBenchmark.class,
            Map.of("engine", engine.toString(), "batch", Integer.toString(batch)));
    double micros = result.getScore();
    double spread = result.getScoreError() / batch;
    return new Timing(
        engine.toString(), batch, micros / batch, micros, Double.isNaN(spread) ? null : spread);
  }
}

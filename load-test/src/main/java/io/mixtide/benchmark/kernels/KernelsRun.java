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
  private static final List<Integer> PRODUCT_SIZES = List.of(256, 512, 1024);

  /** How many runs it takes to time so many engines at so many batches. */
  static long count(int engines, int batches) {
    return (long) engines * batches
        + (long) ProductBenchmark.libraries().size() * PRODUCT_SIZES.size();
  }

  /** Times every engine at every batch. */
  KernelsResult measure(Collection<Engine> engines, List<Integer> batches) {
    Release release = ReleaseFile.read(ShippedReleases.firstWeeks());
    long multiplyAdds = 0;
    for (Parameter parameter : release.network().parameters()) {
      multiplyAdds += (long) parameter.in() * parameter.out();
    }
    Peak peak = peak();
    List<Timing> timings = new ArrayList<>();
    for (Engine engine : engines) {
      for (int batch : batches) {
        timings.add(timing(engine, batch));
      }
    }
    return new KernelsResult(
        2 * multiplyAdds / (1e3 * peak.gflops),
        multiplyAdds,
        peak.gflops,
        peak.of,
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

  private record Peak(double gflops, String of) {}

  private Peak peak() {
    Peak peak = new Peak(0, "");
    for (String library : ProductBenchmark.libraries()) {
      for (int size : PRODUCT_SIZES) {
        String of = "%s, %d by %d".formatted(library, size, size);
        display.step("sgemm of " + of);
        double micros =
            runs.run(
                    ProductBenchmark.class,
                    Map.of("library", library, "size", Integer.toString(size)))
                .getScore();
        double gflops = 2.0 * size * size * size / (1e3 * micros);
        if (gflops > peak.gflops) {
          peak = new Peak(gflops, of);
        }
      }
    }
    return peak;
  }
}

package io.mixtide.benchmark.kernels;

import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.benchmark.measure.JmhRuns;
import java.util.List;
import java.util.Map;

/**
 * The greatest rate that a product of large matrices reaches on one thread.
 *
 * @param gflops two operations per multiply-add, in billions a second
 * @param of the library and size that reached it
 */
public record ProductPeak(double gflops, String of) {
  private static final List<Integer> SIZES = List.of(256, 512, 1024);

  /** How many runs it takes to measure it. */
  public static long runs() {
    return (long) ProductBenchmark.libraries().size() * SIZES.size();
  }

  /**
   * Measures it, of every library that is built in.
   *
   * @param runs how to time
   * @param display told what is being timed
   */
  public static ProductPeak measure(JmhRuns runs, WorkDisplay display) {
    ProductPeak peak = new ProductPeak(0, "");
    for (String library : ProductBenchmark.libraries()) {
      for (int size : SIZES) {
        String of = "%s, %d by %d".formatted(library, size, size);
        display.step("sgemm of " + of);
        double micros =
            runs.run(
                    ProductBenchmark.class,
                    Map.of("library", library, "size", Integer.toString(size)))
                .getScore();
        double gflops = 2.0 * size * size * size / (1e3 * micros);
        if (gflops > peak.gflops) {
          peak = new ProductPeak(gflops, of);
        }
      }
    }
    return peak;
  }
}

package io.mixtide.benchmark.engines;

import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.benchmark.engines.EnginesResult.Timing;
import io.mixtide.benchmark.engines.EnginesResult.Win;
import io.mixtide.benchmark.kernels.ProductPeak;
import io.mixtide.benchmark.measure.JmhRuns;
import io.mixtide.benchmark.measure.Machine;
import io.mixtide.model.cuda.CudaDevice;
import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.cuda.CudaException;
import io.mixtide.model.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;

/**
 * Times engines one after another, and before them what the processor can do at most.
 *
 * @param runs how to time
 * @param longestMs a batch whose call would take longer, by the time of the batch before, is left
 *     out; in milliseconds
 * @param display told what is being timed
 */
record EnginesRun(JmhRuns runs, long longestMs, WorkDisplay display) {
  /** The engine on a card. */
  static final String CARD = "cuda";

  /** What is to be timed: every engine at every batch, with every kind and number of experts. */
  record Plan(
      List<String> engines,
      List<Integer> batches,
      List<Integer> experts,
      List<ExpertKind> kinds,
      int context) {

    /** How many runs it takes at most. */
    long count() {
      return (long) engines.size() * batches.size() * experts.size() * kinds.size()
          + ProductPeak.runs()
          + 1;
    }
  }

  EnginesResult measure(Plan plan) {
    Roof processor = processor();
    Roof card = null;
    String noCard = null;
    try (CudaDevice device = new CudaDevice(new CudaDriver(CudaDriver.LIBRARY))) {
      card = Roof.of(device);
    } catch (CudaException e) {
      noCard = e.getMessage();
    }
    List<InferenceCost> costs = new ArrayList<>();
    List<Timing> results = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (ExpertKind kind : plan.kinds) {
      for (int experts : plan.experts) {
        Network network = EngineBenchmark.network(kind, experts, plan.context);
        InferenceCost cost = InferenceCost.of(kind, network, plan.context);
        costs.add(cost);
        for (String engine : plan.engines) {
          Roof roof = engine.equals(CARD) && card != null ? card : processor;
          time(engine, cost, plan, roof, results, leftOut);
        }
      }
    }
    return new EnginesResult(
        plan.context,
        processor,
        card,
        noCard,
        Machine.here(),
        costs,
        results,
        leftOut,
        card == null ? List.of() : costs.stream().map(cost -> Win.of(cost, results)).toList());
  }

  private void time(
      String engine,
      InferenceCost cost,
      Plan plan,
      Roof roof,
      List<Timing> results,
      List<String> leftOut) {
    Timing before = null;
    for (int batch : plan.batches.stream().sorted().toList()) {
      String what =
          "%s, %d %s experts, batch %d".formatted(engine, cost.experts(), cost.kind(), batch);
      display.step(what);
      if (before != null && micros(before, batch) > 1e3 * longestMs) {
        leftOut.add("%s: a call would take %.0f s".formatted(what, micros(before, batch) / 1e6));
        continue;
      }
      try {
        Result<?> result = run(engine, cost, batch, plan.context);
        double spread = result.getScoreError();
        before =
            Timing.of(
                engine,
                cost,
                batch,
                result.getScore(),
                Double.isNaN(spread) ? null : Double.valueOf(spread),
                roof);
        results.add(before);
      } catch (IllegalStateException e) {
        leftOut.add(what + ": " + e.getMessage());
      }
    }
  }

  private static double micros(Timing before, int batch) {
    return before.callMicros() / before.batch() * batch;
  }

  private Result<?> run(String engine, InferenceCost cost, int batch, int context) {
    return runs.run(
        EngineBenchmark.class,
        Map.of(
            "engine",
            engine,
            "kind",
            cost.kind(),
            "experts",
            Integer.toString(cost.experts()),
            "batch",
            Integer.toString(batch),
            "context",
            Integer.toString(context)));
  }

  private Roof processor() {
    ProductPeak peak = ProductPeak.measure(runs, display);
    display.step("a copy of %d MiB".formatted(CopyBenchmark.BYTES >> 20));
    double micros = runs.run(CopyBenchmark.class, Map.of()).getScore();
    return new Roof(
        "one thread of the processor",
        peak.gflops(),
        "a product of matrices (%s)".formatted(peak.of()),
        2 * CopyBenchmark.BYTES / (1e3 * micros),
        "a copy of %d MiB, read and written".formatted(CopyBenchmark.BYTES >> 20));
  }

  /** Why an engine cannot be had here; null if it can. */
  static @Nullable String missing(String engine) {
    try {
      EngineBenchmark.open(engine, EngineBenchmark.network(ExpertKind.INPUT, 1, 1)).close();
      return null;
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }
}

package io.mixtide.chaos;

import io.mixtide.app.cli.ReleaseFromFile;
import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.load.LoadResult;
import io.mixtide.load.LoadRun;
import io.mixtide.load.RunObserver;
import io.mixtide.verify.ReplayVerifier;
import io.mixtide.verify.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A whole run: a service on a cluster, load, faults, and the books at the end. */
final class ChaosRun {
  private ChaosRun() {}

  /**
   * Runs it; nothing is left running or lying about when it returns or throws.
   *
   * @param logs for what the processes print; null if no one will read it
   * @param service settings of the service beyond where things are
   * @param progress takes a line for each step
   * @throws IllegalStateException if brokers or service do not start
   */
  static ChaosResult run(
      ChaosOptions options,
      @Nullable Path logs,
      Map<String, String> service,
      Consumer<String> progress)
      throws InterruptedException {
    List<Fault> plan = FaultPlan.of(options);
    ReleaseFromFile first = release(ShippedReleases.firstWeeks());
    ReleaseFromFile other = release(ShippedReleases.singleGaussian());
    try (TestBed bed = new TestBed(options, logs, service)) {
      progress.accept("starting %d brokers".formatted(ChaosOptions.BROKERS));
      bed.startBrokers(options.partitions());
      first.putInForce(bed.settings(), "fault injection");
      progress.accept("starting %d instances".formatted(options.instances()));
      bed.startInstances();
      progress.accept("warming up for %s".formatted(options.warmUp()));
      new LoadRun(options.load(options.warmUp()), bed.settings(), "warm-up").run(RunObserver.NONE);
      progress.accept("%d faults in %s".formatted(plan.size(), options.time()));
      FaultRunner faults =
          new FaultRunner(plan, options, new Injector(bed, List.of(other, first)), progress);
      LoadResult ledger =
          new LoadRun(options.load(options.time()), bed.settings(), "chaos").run(faults);
      boolean whole = bed.awaitWhole();
      progress.accept("computing every output again");
      Verification replay = ReplayVerifier.verify(bed.settings());
      return ChaosResult.of(
          options,
          ledger,
          replay,
          faults.injected(),
          faults.longestGapMs(),
          bed.endedUnasked(),
          whole);
    }
  }

  private static ReleaseFromFile release(byte[] bytes) {
    try {
      Path file = Files.createTempFile("mixtide-release-", ".safetensors");
      try {
        return ReleaseFromFile.read(Files.write(file, bytes));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.mixtide.chaos;

import io.mixtide.app.cli.ReleaseFromFile;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.load.LoadResult;
import io.mixtide.load.LoadRun;
import io.mixtide.load.RunObserver;
import io.mixtide.load.ShownRun;
import io.mixtide.verify.ReplayVerifier;
import io.mixtide.verify.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole run: a service on a cluster, load, faults, and the books at the end. */
final class ChaosRun {
  private ChaosRun() {}

  /**
   * Runs it; nothing is left running or lying about when it returns or throws.
   *
   * @param logs for what the processes print; null if no one will read it
   * @param service settings of the service beyond where things are
   * @param displays show how far it is
   * @throws IllegalStateException if brokers or service do not start
   */
  static ChaosResult run(
      ChaosOptions options, @Nullable Path logs, Map<String, String> service, WorkDisplays displays)
      throws InterruptedException {
    List<Fault> plan = FaultPlan.of(options);
    ReleaseFromFile first = release(ShippedReleases.firstWeeks());
    ReleaseFromFile other = release(ShippedReleases.singleGaussian());
    long events = options.load(options.time()).events();
    try (TestBed bed = new TestBed(options, logs, service)) {
      FaultRunner faults;
      LoadResult ledger;
      try (WorkDisplay display = displays.start("starting", " steps", 3)) {
        bed.startBrokers(options.partitions());
        first.putInForce(bed.settings(), "fault injection");
        display.step("%d brokers".formatted(ChaosOptions.BROKERS));
        bed.startInstances();
        display.step("%d instances".formatted(options.instances()));
        new LoadRun(options.load(options.warmUp()), bed.settings(), "warm-up")
            .run(RunObserver.NONE);
        display.step("warmed up for %d s".formatted(options.warmUp().toSeconds()));
      }
      try (WorkDisplay display = displays.start("under load", " events", events)) {
        display.say("%d faults in %d s".formatted(plan.size(), options.time().toSeconds()));
        faults =
            new FaultRunner(plan, options, new Injector(bed, List.of(other, first)), display::say);
        ledger =
            new LoadRun(options.load(options.time()), bed.settings(), "chaos")
                .run(new ShownRun(faults, display, events));
      }
      boolean whole = bed.awaitWhole();
      Verification replay = ReplayVerifier.verify(bed.settings(), displays);
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

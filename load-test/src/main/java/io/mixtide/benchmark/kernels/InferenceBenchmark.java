package io.mixtide.benchmark.kernels;

import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.benchmark.kernels.InferencePeer.Prepared;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.release.ReleaseFile;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long one engine takes for a batch of inferences; before it is timed, it must be right. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class InferenceBenchmark {
  private static final long SEED = 1;

  /** See {@link Engine}. */
  @Param("vector")
  public String engine;

  /** Arrivals, of as many tasks, in one call. */
  @Param("1")
  public int batch;

  private Prepared prepared;

  /** Public for JMH. */
  public InferenceBenchmark() {}

  /** The networks of the release that the demonstration begins with. */
  static InputNetwork network() {
    return (InputNetwork) ReleaseFile.read(ShippedReleases.firstWeeks()).network();
  }

  /**
   * Makes the engine ready.
   *
   * @throws IllegalStateException if it computes another function than Mixtide's scalar kernels
   */
  @Setup
  public void prepare() {
    InputNetwork network = network();
    Arrivals arrivals = Arrivals.random(network, batch, SEED);
    InferencePeer peer = Engine.named(engine).peer().orElseThrow();
    prepared = peer.prepare(network, arrivals);
    prepared.run();
    prepared.posteriors().requireCloseTo(expected(network, arrivals), engine);
  }

  /** What Mixtide infers, record by record. */
  static Posteriors expected(InputNetwork network, Arrivals arrivals) {
    Prepared scalar = new MixtideInference("scalar").prepare(network, arrivals);
    scalar.run();
    return scalar.posteriors();
  }

  /** One batch. */
  @Benchmark
  public void infer() {
    prepared.run();
  }

  /** Lets native memory go. */
  @TearDown
  public void close() {
    prepared.close();
  }
}

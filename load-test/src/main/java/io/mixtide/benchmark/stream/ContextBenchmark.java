package io.mixtide.benchmark.stream;

import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the adaptation does for an event with one query, without a stream: a task's state from its
 * bytes, an observation, a prediction, and the state's bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class ContextBenchmark {
  private static final int HOURS = 24;

  /** Observations in the task's context. */
  @Param("10")
  public int context;

  private final double[] x = {12};
  private final double[] y = {60};
  private Inference inference;
  private TaskState state;
  private byte[] before;

  /** Public for JMH. */
  public ContextBenchmark() {}

  /** Makes a task with its context. */
  @Setup
  public void prepare() {
    Release release = ReleaseFile.read(ShippedReleases.firstWeeks());
    inference = new Inference(release.network(), release.standardisation(), Kernels.of("vector"));
    state = inference.newState();
    for (int i = 0; i < context; i++) {
      inference.observe(state, new double[] {i % HOURS}, new double[] {50 + i % 7});
    }
    before = bytes();
  }

  private byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(state.bytes());
    state.write(buffer);
    return buffer.array();
  }

  /** One event; the context stays as large as it is. */
  @Benchmark
  public Mixture adapt() {
    state.read(ByteBuffer.wrap(before));
    inference.observe(state, x, y);
    Mixture mixture = inference.predict(state, x);
    bytes();
    return mixture;
  }
}

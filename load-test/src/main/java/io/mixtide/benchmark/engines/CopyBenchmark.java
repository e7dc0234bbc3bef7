package io.mixtide.benchmark.engines;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long a copy takes that no cache holds, from which the bandwidth of one thread follows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class CopyBenchmark {
  /** Of each of the two arrays. */
  static final long BYTES = 256L << 20;

  private float[] from;
  private float[] to;

  /** Public for JMH. */
  public CopyBenchmark() {}

  /** Makes the arrays, every page of them. */
  @Setup
  public void prepare() {
    from = new float[(int) (BYTES / Float.BYTES)];
    to = new float[from.length];
    Arrays.fill(from, 1f);
    Arrays.fill(to, 2f);
  }

  /** One copy. */
  @Benchmark
  public float[] copy() {
    System.arraycopy(from, 0, to, 0, from.length);
    return to;
  }
}

package io.mixtide.benchmark.kernels;

import io.mixtide.model.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long a library takes for a product of large matrices, from which its sgemm peak follows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class ProductBenchmark {
  /** Mixtide's own kernels among {@link #libraries}. */
  static final String OWN = "mixtide";

  /** One of {@link #libraries}. */
  @Param(OWN)
  public String library;

  /** Rows of the square matrices. */
  @Param("512")
  public int size;

  private Runnable product;

  /** Public for JMH. */
  public ProductBenchmark() {}

  /** The libraries that are built in. */
  static List<String> libraries() {
    List<String> names = new ArrayList<>(List.of(OWN));
    ServiceLoader.load(ProductPeer.class).forEach(peer -> names.add(peer.name()));
    return names;
  }

  /** Makes the matrices. */
  @Setup
  public void prepare() {
    if (library.equals(OWN)) {
      product = own();
      return;
    }
    product =
        ServiceLoader.load(ProductPeer.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(peer -> peer.name().equals(library))
            .findFirst()
            .orElseThrow()
            .prepare(size);
  }

  private Runnable own() {
    Kernels kernels = Kernels.of("vector");
    float[] a = new float[size * size];
    float[] b = new float[size * size];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.25f);
    float[] bias = new float[size];
    float[] c = new float[size * size];
    return () -> kernels.affine(size, size, size, a, b, bias, c);
  }

  /** One product. */
  @Benchmark
  public void multiply() {
    product.run();
  }
}

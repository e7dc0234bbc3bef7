package io.mixtide.benchmark.stream.crayfish;

import io.mixtide.model.random.RandomStream;
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

/** How long a model takes for one image, by itself. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class ImageBenchmark {

  /** Which. */
  @Param("VECTOR")
  public ImageModels kind;

  private ImageModel model;
  private float[] image;

  /** Public for JMH. */
  public ImageBenchmark() {}

  /** Makes the model and an image. */
  @Setup
  public void prepare() {
    model = kind.provider().orElseThrow().model(Crayfish.network());
    image = Crayfish.image(RandomStream.of(2));
  }

  /** One image. */
  @Benchmark
  public float[] score() {
    return model.scores(image);
  }

  /** Lets native memory go. */
  @TearDown
  public void close() {
    model.close();
  }
}

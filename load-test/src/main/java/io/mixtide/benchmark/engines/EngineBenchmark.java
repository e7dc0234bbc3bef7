package io.mixtide.benchmark.engines;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.engine.InferenceBatch;
import io.mixtide.model.engine.InferenceEngine;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long one engine takes for a batch: an arrival of each of so many tasks, and a query of each.
 * States change, so every run infers at contexts one larger; what context experts look at stays as
 * large, since their window is full.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(jvmArgsAppend = "-Xmx4g") // the largest batch has 65,536 tasks' tokens, states and mixtures
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class EngineBenchmark {
  private static final long SEED = 1;
  private static final int DIFFERENT_TASKS = 32;
  private static final Standardisation STANDARDISED =
      new Standardisation(
          OutputTransform.IDENTITY,
          new double[] {0},
          new double[] {1},
          new double[] {0},
          new double[] {1});

  /** As {@link EngineChoice} names it. */
  @Param("vector")
  public String engine;

  /** See {@link ExpertKind}. */
  @Param("input")
  public String kind;

  /** How many there are. */
  @Param("16")
  public int experts;

  /** Tasks in one call. */
  @Param("1")
  public int batch;

  /** Observations of every task before, all of which context experts look at. */
  @Param("32")
  public int context;

  private InferenceEngine opened;
  private InferenceBatch inferences;

  /** Public for JMH. */
  public EngineBenchmark() {}

  /** Networks of a shape, with random weights. */
  static Network network(ExpertKind kind, int experts, int context) {
    return Network.random(kind.architecture(experts, context), RandomStream.of(SEED));
  }

  /**
   * Opens an engine by its name.
   *
   * @throws IllegalStateException if another one would take its place, with the reason
   */
  static InferenceEngine open(String engine, Network network) {
    EngineChoice choice = EngineChoice.of(engine);
    InferenceEngine opened =
        choice.open(
            network,
            STANDARDISED,
            message -> {
              throw new IllegalStateException(message);
            });
    if (!opened.name().equals(engine)) {
      opened.close();
      throw new IllegalStateException(choice.description());
    }
    return opened;
  }

  /** Makes the engine and a batch ready. */
  @Setup
  public void prepare() {
    Network network = network(ExpertKind.named(kind), experts, context);
    opened = open(engine, network);
    UniformRandomProvider random = RandomStream.of(SEED, 1);
    Inference inference = new Inference(network, STANDARDISED, Kernels.of("vector"));
    List<TaskState> seen =
        Stream.generate(() -> task(inference, random)).limit(DIFFERENT_TASKS).toList();
    List<TaskState> tasks =
        IntStream.range(0, batch)
            .mapToObj(i -> {
              TaskState state = new TaskState(network.architecture());
              state.set(seen.get(i % DIFFERENT_TASKS));
              return state;
            })
            .toList();
    List<Mixture> mixtures = Stream.generate(inference::newMixture).limit(batch).toList();
    inferences =
        new InferenceBatch(tasks, values(random), values(random), tasks, values(random), mixtures);
  }

  private TaskState task(Inference inference, UniformRandomProvider random) {
    TaskState state = inference.newState();
    for (int i = 0; i < context; i++) {
      inference.observe(state, new double[] {value(random)}, new double[] {value(random)});
    }
    return state;
  }

  private double[] values(UniformRandomProvider random) {
    return IntStream.range(0, batch).mapToDouble(i -> value(random)).toArray();
  }

  private static double value(UniformRandomProvider random) {
    return 4 * random.nextDouble() - 2;
  }

  /** One batch. */
  @Benchmark
  public double[] infer() {
    return opened.infer(inferences);
  }

  /** Lets native memory go. */
  @TearDown
  public void close() {
    opened.close();
  }
}

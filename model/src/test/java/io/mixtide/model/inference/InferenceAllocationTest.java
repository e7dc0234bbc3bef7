package io.mixtide.model.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.TestModels;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.MixtureMoments;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Standardisation;
import io.mixtide.testing.Allocation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is allocated for an arrival once the compiler has done its work. */
@Tag("own-jvm")
class InferenceAllocationTest {
  private static final int CALLS = 100;

  /** The compiler takes a while, and works beside the test. */
  private static final int MOST_ROUNDS = 3_000;

  /** The object of four doubles that is returned. */
  private static final long SCORES = 48;

  /** The one object of working numbers, where the compiler does not do without it. */
  private static final long GAMMA_FUNCTIONS = 40;

  private final InputNetwork network = TestModels.network(1, 1, 24, 1);
  private final Standardisation standardisation =
      TestModels.standardisation(OutputTransform.LOG1P, 1, 1);
  private final Kernels kernels = Kernels.of("vector");

  @Test
  void shouldAllocateNothingForAnObservationAndAPrediction() {
    Inference inference = new Inference(network, standardisation, kernels);
    TaskState state = inference.newState();
    Mixture mixture = inference.newMixture();
    MixtureMoments moments = new MixtureMoments(mixture);
    double[] x = {0.5};
    double[] y = {2};

    Runnable arrival =
        () -> {
          inference.observe(state, x, y);
          inference.predict(state, x, mixture);
          moments.of(mixture);
        };
    assertThat(leastOf(arrival, 0)).isZero();
  }

  @Test
  void shouldAllocateNothingForManyTasksAtOnce() {
    Inference inference = new Inference(network, standardisation, kernels);
    BatchInference batch = new BatchInference(network, standardisation, kernels);
    List<TaskState> states = Stream.generate(inference::newState).limit(20).toList();
    double[] x = new double[20];
    double[] y = new double[20];
    double[] scores = new double[20];

    assertThat(leastOf(() -> batch.observe(states, x, y, scores), 0)).isZero();
  }

  @Test
  void shouldAllocateNothingForAnExpertsPartInTheScores() {
    float[] alpha = TestModels.concentration(24, 0.05, 1000, 1);
    long most = SCORES + GAMMA_FUNCTIONS;

    assertThat(leastOf(() -> AmbiguityScores.of(alpha), most)).isLessThanOrEqualTo(most);
  }

  /** Bytes of a call, of the round in which it took the fewest; no more rounds than it takes. */
  private static long leastOf(Runnable call, long enough) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && least > enough; round++) {
      long bytes =
          Allocation.of(() -> {
            for (int i = 0; i < CALLS; i++) {
              call.run();
            }
          });
      least = Math.min(least, bytes / CALLS);
    }
    return least;
  }
}

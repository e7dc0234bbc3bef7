package io.mixtide.benchmark.kernels;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mixtide.benchmark.kernels.InferencePeer.Prepared;
import io.mixtide.model.network.InputNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of the engines that are built in: with profiles, of the peers too. */
class EngineTest {
  private final InputNetwork network = InferenceBenchmark.network();

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 70})
  void shouldComputeTheSameFunctionOnEveryEngine(int batch) {
    Arrivals arrivals = Arrivals.random(network, batch, 7);
    Posteriors expected = InferenceBenchmark.expected(network, arrivals);
    for (Engine engine : Engine.values()) {
      engine.peer().ifPresent(peer -> check(peer, arrivals, expected));
    }
  }

  private void check(InferencePeer peer, Arrivals arrivals, Posteriors expected) {
    Prepared prepared = peer.prepare(network, arrivals);
    prepared.run();
    prepared.posteriors().requireCloseTo(expected, peer.name());
    prepared.close();
  }

  @Test
  void shouldRefuseAnotherFunction() {
    Arrivals arrivals = Arrivals.random(network, 2, 7);
    Posteriors expected = InferenceBenchmark.expected(network, arrivals);
    Posteriors other = InferenceBenchmark.expected(network, Arrivals.random(network, 2, 8));
    float[] scores = expected.score().clone();
    scores[1] += 2e-4f;

    assertThatIllegalStateException()
        .isThrownBy(() -> other.requireCloseTo(expected, "other"))
        .withMessageStartingWith("other computes another function: alpha[0] is ");
    Posteriors shifted = new Posteriors(expected.alpha(), scores, expected.sums());
    assertThatIllegalStateException()
        .isThrownBy(() -> shifted.requireCloseTo(expected, "other"))
        .withMessageStartingWith("other computes another function: score[1] is ");
  }
}

package io.mixtide.benchmark.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.benchmark.kernels.KernelsResult.Timing;
import io.mixtide.benchmark.kernels.KernelsRound.Call;
import io.mixtide.benchmark.measure.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelsResultTest {
  private static final long MULTIPLY_ADDS = 50_000;

  @Test
  void shouldCompareATimeWithTheFloorOfTheSameRound() {
    KernelsResult result =
        of(round(100, "small", 20, 8), round(200, "large", 40, 4), round(400, "small", 4, 2));

    assertThat(result.floorMicrosByRound()).containsExactly(1.0, 0.5, 0.25);
    assertThat(result.floorMicros()).isEqualTo(0.5);
    assertThat(result.peakGflops()).isEqualTo(200);
    assertThat(result.peakOf()).isEqualTo("small or large");
    assertThat(result.results())
        .containsExactly(
            new Timing("vector", 2, 10, 20, 0.1, List.of(10.0, 20.0, 2.0), null),
            new Timing("scalar", 1, 4, 4, 0.125, List.of(8.0, 4.0, 2.0), null));
  }

  @Test
  void shouldTellOfOneRoundWhatItMeasured() {
    KernelsResult result = of(round(100, "small", 20, 8));

    assertThat(result.floorMicros()).isEqualTo(1);
    assertThat(result.peakGflops()).isEqualTo(100);
    assertThat(result.peakOf()).isEqualTo("small");
    assertThat(result.results())
        .containsExactly(
            new Timing("vector", 2, 10, 20, 0.1, List.of(10.0), 0.5),
            new Timing("scalar", 1, 8, 8, 0.125, List.of(8.0), null));
  }

  private static KernelsResult of(KernelsRound... rounds) {
    return KernelsResult.of(
        List.of(rounds), MULTIPLY_ADDS, "release", new Machine("cpu", "AVX2", 2, 1, "os", "25"));
  }

  private static KernelsRound round(double gflops, String of, double vector, double scalar) {
    return new KernelsRound(
        new ProductPeak(gflops, of),
        List.of(new Call(Engine.VECTOR, 2, vector, 1.0), new Call(Engine.SCALAR, 1, scalar, null)));
  }
}

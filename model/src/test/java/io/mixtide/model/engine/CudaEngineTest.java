package io.mixtide.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mixtide.model.TestModels;
import io.mixtide.model.cuda.CudaDevice;
import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.cuda.CudaException;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The card's engine on a driver whose device is the processor: what goes wrong, and what then. */
class CudaEngineTest {
  private static final int OUT_OF_MEMORY = 2;
  private static final int LAUNCH_FAILED = 719;
  private static final InputNetwork NETWORK = TestModels.network(2, 1, 5, 1);
  private static final Standardisation PLAIN = TestModels.plain(2, 1);

  private final List<String> messages = new ArrayList<>();
  private HostDriver driver;

  @BeforeEach
  void driver() {
    assumeTrue(HostDriver.get().isPresent(), "no C++ compiler");
    driver = HostDriver.get().orElseThrow();
  }

  @AfterEach
  void shouldHaveGivenEverythingBack() {
    assertThat(driver.held()).isZero();
  }

  @Test
  void shouldSayWhatItRunsOnAndLaunchOnceForABatch() {
    try (InferenceEngine engine = open()) {
      assertThat(engine.name()).isEqualTo("cuda");
      assertThat(engine.description()).isEqualTo("cuda (host, sm_90)");
      int before = driver.launches();
      engine.infer(new Batches(2, 1, 1).draw(100, 100, 50).of(states(100), mixtures(50)));
      assertThat(driver.launches()).isEqualTo(before + 1);
    }
    assertThat(messages).isEmpty();
  }

  @Test
  void shouldLaunchArrivalsAndThenQueriesWithContextExperts() {
    Network network = TestModels.contextNetwork(2, 1, 5, 4, 1);
    Inference inference = new Inference(network, PLAIN, Kernels.of("vector"));
    List<TaskState> states = Stream.generate(inference::newState).limit(40).toList();
    try (InferenceEngine engine = new CudaProvider(driver.library()).open(network, PLAIN)) {
      int before = driver.launches();
      engine.infer(new Batches(2, 1, 1).draw(40, 40, 3).of(states, mixtures(inference, 3)));
      assertThat(driver.launches()).isEqualTo(before + 2);
      engine.infer(new Batches(2, 1, 2).draw(40, 40, 0).of(states, List.of()));
      assertThat(driver.launches()).isEqualTo(before + 3);
      driver.fail("cuMemAlloc_v2", 0, OUT_OF_MEMORY);
      byte[][] bytes = Batches.bytes(states);
      List<TaskState> more = Stream.generate(inference::newState).limit(400).toList();
      InferenceBatch tooLarge =
          new Batches(2, 1, 3).draw(400, 400, 400).of(more, mixtures(inference, 400));
      assertThatExceptionOfType(CudaException.class)
          .isThrownBy(() -> engine.infer(tooLarge))
          .withMessage("cuMemAlloc_v2 failed: out of memory (CUDA_ERROR_OUT_OF_MEMORY)");
      assertThat(Batches.bytes(states)).isDeepEqualTo(bytes);
    }
  }

  /** Figures of NVIDIA's data sheet for the H100 SXM: 67 TFLOP/s, 3.35 TB/s. */
  @Test
  void shouldSayWhatTheDeviceCanDoAtMost() {
    try (CudaDevice device = new CudaDevice(new CudaDriver(driver.library()))) {
      assertThat(device.limits().gflops()).isCloseTo(66_900, within(100.0));
      assertThat(device.limits().gigabytesPerSecond()).isCloseTo(3_352, within(1.0));
    }
  }

  @Test
  void shouldServeOneThreadAfterAnother() throws InterruptedException {
    InferenceBatch batch = new Batches(2, 1, 1).draw(3, 3, 3).of(states(3), mixtures(3));
    InferenceEngine engine = open();
    List<double[]> scores = new ArrayList<>();
    Thread other =
        new Thread(() -> {
          scores.add(engine.infer(batch));
          engine.close();
        });
    other.start();
    other.join();
    assertThat(scores).hasSize(1);
    assertThat(messages).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cuInit, 100, cuInit failed: no CUDA-capable device is detected (CUDA_ERROR_NO_DEVICE)",
    "cuDevicePrimaryCtxRetain, 2, cuDevicePrimaryCtxRetain failed: out of memory (CUDA_ERROR_OUT_OF_MEMORY)",
    "cuModuleLoadData, 222, cuModuleLoadData failed: error 222 (error 222)",
    "cuStreamCreate, 2, cuStreamCreate failed: out of memory (CUDA_ERROR_OUT_OF_MEMORY)",
    "cuMemAlloc_v2, 2, cuMemAlloc_v2 failed: out of memory (CUDA_ERROR_OUT_OF_MEMORY)",
    "cuMemHostAlloc, 2, cuMemHostAlloc failed: out of memory (CUDA_ERROR_OUT_OF_MEMORY)"
  })
  void shouldLeaveTheWorkToTheProcessorFromTheStart(String function, int error, String reason) {
    driver.fail(function, 0, error);
    shouldUseTheProcessorFor(reason);
  }

  @Test
  void shouldLeaveTheWorkToTheProcessorWithoutADeviceThatWillDo() {
    driver.reset(0, 90, HostDriver.SHARED_BYTES);
    shouldUseTheProcessorFor(
        "cuInit failed: no CUDA-capable device is detected (CUDA_ERROR_NO_DEVICE)");
    driver.reset(1, 61, HostDriver.SHARED_BYTES);
    shouldUseTheProcessorFor("host is sm_61, and sm_70 is needed");
    driver.reset(1, 90, 20_000);
    shouldUseTheProcessorFor(
        "this release's layers need 21504 bytes of shared memory, and host has 20000");
  }

  @Test
  void shouldSayThatThereIsNoDriver() {
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> new CudaDriver("libcuda-nowhere.so.1"))
        .withMessage("this machine has no NVIDIA driver (libcuda-nowhere.so.1)");
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> new CudaDriver("libm.so.6"))
        .withMessage("the NVIDIA driver is too old: no cuInit");
  }

  private void shouldUseTheProcessorFor(String reason) {
    messages.clear();
    try (InferenceEngine engine = open()) {
      assertThat(engine.name()).isEqualTo("vector");
      assertThat(messages)
          .containsExactly(
              "the engine cuda cannot be used: " + reason + ". The engine vector takes its place");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cuCtxSetCurrent, 0",
    "cuMemAlloc_v2, 0",
    "cuMemAlloc_v2, 1",
    "cuMemHostAlloc, 0",
    "cuMemHostAlloc, 1",
    "cuMemcpyHtoDAsync_v2, 0",
    "cuLaunchKernel, 0",
    "cuMemcpyDtoHAsync_v2, 0",
    "cuStreamSynchronize, 0"
  })
  void shouldLoseNothingWhenMemoryRunsOut(String function, int calls) {
    shouldLoseNothing(function, calls, OUT_OF_MEMORY);
    assertThat(messages)
        .containsExactly(
            "the engine cuda cannot be used: "
                + function
                + " failed: out of memory (CUDA_ERROR_OUT_OF_MEMORY). The engine vector takes its"
                + " place");
  }

  @Test
  void shouldLoseNothingWhenTheDeviceIsLost() {
    shouldLoseNothing("cuStreamSynchronize", 0, LAUNCH_FAILED);
    assertThat(messages)
        .containsExactly(
            "the engine cuda cannot be used: cuStreamSynchronize failed: unspecified launch failure"
                + " (CUDA_ERROR_LAUNCH_FAILED). The engine vector takes its place");
    // A lost device gives nothing back before the process ends.
    driver.reset(1, 90, HostDriver.SHARED_BYTES);
  }

  /** A batch that succeeds, a larger one at which a call fails, and one after it. */
  private void shouldLoseNothing(String function, int calls, int error) {
    List<TaskState> expected = states(60);
    List<TaskState> actual = states(60);
    Batches batches = new Batches(2, 1, 1);
    try (InferenceEngine engine = open();
        InferenceEngine processor = processor()) {
      for (int arrivals : new int[] {5, 50, 20}) {
        Batches.Draw draw = batches.draw(60, arrivals, arrivals);
        if (arrivals == 50) {
          assertThat(engine.name()).isEqualTo("cuda");
          driver.fail(function, calls, error);
        }
        assertThat(engine.infer(draw.of(actual, mixtures(arrivals))))
            .isEqualTo(processor.infer(draw.of(expected, mixtures(arrivals))));
        assertThat(Batches.bytes(actual)).isDeepEqualTo(Batches.bytes(expected));
      }
      assertThat(engine.name()).isEqualTo("vector");
    }
  }

  private InferenceEngine open() {
    return FallbackEngine.open(
        new CudaProvider(driver.library()),
        NETWORK,
        PLAIN,
        CudaEngineTest::processor,
        messages::add);
  }

  private static InferenceEngine processor() {
    return new CpuEngine(NETWORK, PLAIN, Kernels.of("vector"));
  }

  private static List<TaskState> states(int number) {
    Inference inference = new Inference(NETWORK, PLAIN, Kernels.of("vector"));
    return Stream.generate(inference::newState).limit(number).toList();
  }

  private static List<Mixture> mixtures(int number) {
    return mixtures(new Inference(NETWORK, PLAIN, Kernels.of("vector")), number);
  }

  private static List<Mixture> mixtures(Inference inference, int number) {
    return Stream.generate(inference::newMixture).limit(number).toList();
  }
}

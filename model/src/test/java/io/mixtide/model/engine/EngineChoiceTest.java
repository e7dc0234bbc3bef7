package io.mixtide.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mixtide.model.TestModels;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskInference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.ScalarKernels;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineChoiceTest {
  private static final Network NETWORK = TestModels.network(1, 1, 3, 1);
  private static final Standardisation PLAIN = TestModels.plain(1, 1);
  private static final String VECTOR = new VectorKernels().description();

  private final List<String> messages = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"auto, vector", "vector, vector", "scalar, scalar"})
  void shouldLeaveTheWorkToTheProcessorThatIsAskedFor(String setting, String name) {
    EngineChoice choice = EngineChoice.of(setting);
    assertThat(choice.kernels().name()).isEqualTo(name);
    assertThat(choice.description()).startsWith(name + " (");
    assertThat(choice.inference(NETWORK, PLAIN, messages::add).engine()).isEqualTo(name);
    try (InferenceEngine engine = choice.open(NETWORK, PLAIN, messages::add)) {
      assertThat(engine.name()).isEqualTo(name);
    }
    assertThat(messages).isEmpty();
  }

  @Test
  void shouldSayWhatTheProcessorIsUsedWithAndWhyIfNoOneAskedForIt() {
    assertThat(EngineChoice.of("scalar").description()).isEqualTo("scalar (plain Java)");
    assertThat(EngineChoice.of("vector").description()).matches("vector \\(\\S+, \\d+ lanes\\)");
    assertThat(EngineChoice.of("auto").description())
        .isEqualTo(VECTOR + ", chosen by auto: no card is known to be faster");
  }

  @Test
  void shouldSayInALineThatThereIsNoCard() {
    EngineChoice choice = EngineChoice.of("cuda", "libcuda-nowhere.so.1");
    assertThat(choice.description())
        .isEqualTo(
            VECTOR
                + ", because cuda cannot be used: this machine has no NVIDIA driver"
                + " (libcuda-nowhere.so.1)");
    assertThat(choice.inference(NETWORK, PLAIN, messages::add).engine()).isEqualTo("vector");
    assertThat(messages).isEmpty();
  }

  @Test
  void shouldSayInALineHowAnEngineIsBuiltIn() {
    EngineChoice choice = EngineChoice.of("nd4j");
    assertThat(choice.description())
        .isEqualTo(
            VECTOR
                + ", because nd4j cannot be used: it is not built in; start with"
                + " MIXTIDE_MAVEN_ARGS=-Pnd4j in the environment to build it in");
    assertThat(choice.inference(NETWORK, PLAIN, messages::add).engine()).isEqualTo("vector");
    assertThat(messages).isEmpty();
  }

  @Test
  void shouldChooseACardThatIsThereAndKeepNothingOfIt() {
    HostDriver driver = driver();
    assertThat(EngineChoice.of("cuda", driver.library()).description())
        .isEqualTo("cuda (host, sm_90)");
    driver.reset(1, 61, HostDriver.SHARED_BYTES);
    assertThat(EngineChoice.of("cuda", driver.library()).description())
        .isEqualTo(VECTOR + ", because cuda cannot be used: host is sm_61, and sm_70 is needed");
    assertThat(driver.held()).isZero();
  }

  @Test
  void shouldInferOneTaskAfterAnotherOnTheCard() {
    HostDriver driver = driver();
    EngineChoice choice = EngineChoice.of("cuda", driver.library());
    TaskInference processor = new Inference(NETWORK, PLAIN, new ScalarKernels());
    TaskInference card = choice.inference(NETWORK, PLAIN, messages::add);
    TaskState expected = processor.newState();
    TaskState actual = card.newState();
    List<double[]> x = List.of(d(0.5), d(-1), d(2));
    List<double[]> y = List.of(d(1), d(0.25), d(-3));
    assertThat(card.observeAll(actual, x, y, taken -> {})).isEqualTo(3);
    processor.observeAll(expected, x, y, taken -> {});
    assertThat(card.observe(actual, d(1), d(1))).isEqualTo(processor.observe(expected, d(1), d(1)));
    assertThat(bytes(actual)).isEqualTo(bytes(expected));
    assertThat(card.predict(actual, d(0.1)).means())
        .isEqualTo(processor.predict(expected, d(0.1)).means());
    assertThat(card.observeAll(actual, List.of(d(0), d(1e9)), List.of(d(0), d(0)), taken -> {}))
        .isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> card.observe(actual, d(Double.NaN), d(0)));
    assertThat(card.engine()).isEqualTo("cuda");
    card.close();
    assertThat(messages).isEmpty();
    assertThat(driver.held()).isZero();
  }

  @Test
  void shouldLeaveAReleaseThatIsTooWideForTheCardToTheProcessor() {
    EngineChoice choice = EngineChoice.of("cuda", driver().library());
    TaskInference inference =
        choice.inference(TestModels.contextNetwork(1, 1, 150, 4, 1), PLAIN, messages::add);
    assertThat(inference.engine()).isEqualTo("vector");
    TaskState state = inference.newState();
    assertThat(inference.observeAll(state, List.of(d(1)), List.of(d(1)), taken -> {})).isEqualTo(1);
    assertThat(messages)
        .containsExactly(
            "the engine cuda cannot be used: this release's layers need 137984 bytes of shared"
                + " memory, and host has 101376. The engine vector takes its place");
  }

  @Test
  void shouldRefuseAnotherName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EngineChoice.of("gpu"))
        .withMessage("no engine named 'gpu'");
  }

  private static HostDriver driver() {
    assumeTrue(HostDriver.get().isPresent(), "no C++ compiler");
    return HostDriver.get().orElseThrow();
  }

  private static byte[] bytes(TaskState state) {
    ByteBuffer buffer = ByteBuffer.allocate(state.bytes());
    state.write(buffer);
    return buffer.array();
  }

  private static double[] d(double... values) {
    return values;
  }
}

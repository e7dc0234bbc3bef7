package io.mixtide.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mixtide.model.TestModels;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.engine.EngineException;
import io.mixtide.model.engine.InferenceEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Nd4jProviderTest {
  private final List<String> messages = new ArrayList<>();

  @Test
  void shouldBeWhatTheSettingChooses() {
    EngineChoice choice = EngineChoice.of("nd4j");
    assertThat(choice.description()).matches("nd4j \\((Cpu|JCublas)Backend\\)");
    try (InferenceEngine engine =
        choice.open(TestModels.network(1, 1, 3, 1), TestModels.plain(1, 1), messages::add)) {
      assertThat(engine.name()).isEqualTo("nd4j");
      assertThat(engine.description()).isEqualTo(choice.description());
    }
    assertThat(messages).isEmpty();
  }

  @Test
  void shouldLeaveContextExpertsToTheProcessor() {
    EngineChoice choice = EngineChoice.of("nd4j");
    try (InferenceEngine engine =
        choice.open(
            TestModels.contextNetwork(1, 1, 3, 4, 1), TestModels.plain(1, 1), messages::add)) {
      assertThat(engine.name()).isEqualTo("vector");
    }
    assertThat(messages)
        .containsExactly(
            "the engine nd4j cannot be used: it has no operators for context experts. The engine"
                + " vector takes its place");
  }

  @Test
  void shouldRefuseCardsThatItsLibrariesHaveNoCodeFor() {
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> Nd4jProvider.check("NVIDIA H200", 90))
        .withMessage(
            "NVIDIA H200 is sm_90, and ND4J's libraries for CUDA 11.6 have code up to sm_86 only");
    Nd4jProvider.check("NVIDIA L4", 89);
  }
}

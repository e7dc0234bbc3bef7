package io.mixtide.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mixtide.model.TestModels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenedEngineTest {
  private final List<String> messages = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"auto, vector", "vector, vector", "scalar, scalar"})
  void shouldSayWhichEngineItIs(String setting, String name) {
    try (InferenceEngine engine = open(setting)) {
      assertThat(engine.name()).isEqualTo(name);
    }
    assertThat(messages).containsExactly("engine: " + name);
  }

  /** With a card or without. */
  @Test
  void shouldOpenTheCardOrSayWhyNot() {
    try (InferenceEngine engine = open("cuda")) {
      assertThat(messages.getLast()).isEqualTo("engine: " + engine.description());
      if (engine.name().equals("cuda")) {
        assertThat(messages).hasSize(1);
      } else {
        assertThat(engine.name()).isEqualTo("vector");
        assertThat(messages)
            .hasSize(2)
            .first()
            .asString()
            .startsWith("the engine cuda cannot be used: ")
            .endsWith(". The engine vector takes its place");
      }
    }
  }

  @Test
  void shouldLeaveContextExpertsToTheProcessor() {
    try (InferenceEngine engine =
        InferenceEngine.open(
            "cuda",
            TestModels.contextNetwork(1, 1, 3, 4, 1),
            TestModels.plain(1, 1),
            messages::add)) {
      assertThat(engine.name()).isEqualTo("vector");
    }
    assertThat(messages)
        .containsExactly(
            "the engine cuda cannot be used: it has no kernels for context experts. The engine"
                + " vector takes its place",
            "engine: vector");
  }

  @Test
  void shouldRefuseAnotherName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("gpu"))
        .withMessage("no engine named 'gpu'");
  }

  private InferenceEngine open(String setting) {
    return InferenceEngine.open(
        setting, TestModels.network(1, 1, 3, 1), TestModels.plain(1, 1), messages::add);
  }
}

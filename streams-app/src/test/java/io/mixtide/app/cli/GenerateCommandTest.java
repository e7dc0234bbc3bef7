package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.CsvTasksWriter;
import io.mixtide.model.data.GpMix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"drawn.csv", "drawn.csv.gz"})
  void shouldWriteTheKnownFamily(String name) throws IOException {
    Path out = folder.resolve(name);
    CommandRun run =
        CommandRun.of("generate clustered --tasks 3 --points 4 --seed 9 --out", out)
            .shouldSucceed();
    Path expected = folder.resolve("expected-" + name);
    CsvTasksWriter.write(ClusteredFamily.generate(3, 4, 9), expected);
    assertThat(out).hasSameBinaryContentAs(expected);
    assertThat(run.out()).contains("3 tasks of 4 observations, " + Files.size(out) + " bytes");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void shouldWriteTheGaussianProcesses() {
    Path out = folder.resolve("drawn.csv");
    CommandRun.of("generate gp --tasks 3 --points 4 --seed 9 --out", out).shouldSucceed();
    Path expected = folder.resolve("expected.csv");
    CsvTasksWriter.write(GpMix.generate(3, 4, 9), expected);
    assertThat(out).hasSameBinaryContentAs(expected);
    assertThat(out).content().contains("g0,rbf,", "g1,wp,", "g2,mat,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          generate clustered --tasks 0            | must be at least 1
          generate clustered --tasks 2 --points 0 | must be at least 1
          generate clustered --tasks 999999999    | at most 50000000
          generate gp --tasks 2 --points 1001     | at most 1000 for gp
          generate other --tasks 2                | expected one of [CLUSTERED, GP]
          generate --tasks 2                      | FAMILY
          generate clustered                      | --tasks
          """)
  void shouldRefuseBadFlags(String command, String message) {
    CommandRun.of(command, "--out", folder.resolve("a.csv")).shouldBeRefused(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldRefuseAnOutputThatCannotBeWritten() {
    CommandRun.of("generate clustered --tasks 2 --out", folder.resolve("no/a.csv"))
        .shouldBeRefused("there is no folder");
  }

  @Test
  void shouldShowAnExampleInItsHelp() {
    assertThat(CommandRun.of("generate --help").shouldSucceed().out())
        .contains("Example:", "mixtide generate clustered --tasks");
  }
}

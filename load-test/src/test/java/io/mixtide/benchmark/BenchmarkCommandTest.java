package io.mixtide.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... arguments) {
    String[] words =
        Arrays.stream(arguments)
            .flatMap(a -> Arrays.stream(a.toString().split(" ")))
            .toArray(String[]::new);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
  }

  /** Tasks with contexts of 1 and 12, of two groups. */
  private static Path tests(Path folder, String column, List<String> groups) throws IOException {
    List<String> lines = new ArrayList<>(List.of("task," + column + ",role,x,y"));
    for (int task = 0; task < 4 * groups.size(); task++) {
      int context = task < 2 * groups.size() ? 1 : 12;
      for (int i = 0; i < context + 3; i++) {
        lines.add(
            "t%d,%s,%s,%s,%s"
                .formatted(
                    task,
                    groups.get(task % groups.size()),
                    i < context ? "context" : "target",
                    0.1 * i,
                    Math.sin(task + i)));
      }
    }
    return Files.write(folder.resolve("tests.csv"), lines);
  }

  @Test
  void shouldCompareVariantsWithWhatIsPossible(@TempDir Path folder) throws IOException {
    Path tests = tests(folder, "group", List.of("0", "1"));
    String command = "benchmark ablation --steps 4 --seeds 2 --tasks 40 --variants a1,a3,default";
    assertThat(run(command, "--json --test", tests)).as(err.toString()).isZero();
    JsonNode json = new JsonMapper().readTree(out.toString());
    assertThat(json.at("/bayesMarginal").isDouble()).isTrue();
    assertThat(json.at("/rows")).hasSize(3);
    assertThat(json.at("/rows/0/nmi").isNull()).isTrue();
    assertThat(json.at("/rows/1/nmi/mean").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.at("/rows/1/joint")).isEqualTo(json.at("/rows/1/marginal"));
    assertThat(json.at("/rows/1/ess").isNull()).isTrue();
    assertThat(json.at("/rows/2/ess/mean").asDouble()).isBetween(1.0, 32.0);
    assertThat(json.at("/rows/2/byContext/1/contextSize").asInt()).isEqualTo(12);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldCompareContendersKernelByKernel(@TempDir Path folder) throws IOException {
    Path tests = tests(folder, "kernel", List.of("rbf", "wp", "mat"));
    assertThat(run("benchmark gp --steps 2 --tasks 30 --only experts --test", tests))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("rbf", "wp", "mat", "Bayes", "input experts", "context experts")
        .containsPattern("(?m)^ *12 +-?\\d+\\.\\d{3} / -?\\d+\\.\\d{3}")
        .doesNotContain("CNP");
    assertThat(err.toString()).contains("1 of 3: ", "3 of 3: ", ", seed 1, trained in ");
  }

  @Test
  void shouldHelpWithEachBenchmark() {
    assertThat(run("benchmark retraining --help")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("--learning-rate");
  }

  @Test
  void shouldNameTheBenchmarksAndTheContenders() {
    assertThat(run("benchmark")).isEqualTo(2);
    assertThat(err.toString()).contains("ablation", "gp", "real", "sensitivity");
    assertThat(run("benchmark gp --tasks 3 --only nobody")).isEqualTo(2);
    assertThat(err.toString()).contains("no contender's name contains 'nobody'", "CNP-like");
    assertThat(run("benchmark regression wq nowhere.arff")).isEqualTo(2);
  }
}

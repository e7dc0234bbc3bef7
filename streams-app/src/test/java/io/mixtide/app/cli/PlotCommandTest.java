package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.TestReleases;
import io.mixtide.app.plot.Pictures;
import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.CsvTasksWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotCommandTest {
  @TempDir private static Path folder;
  private static Path data;
  private static Path release;
  private static String first;

  @BeforeAll
  static void write() throws IOException {
    data = folder.resolve("tasks.csv");
    release = folder.resolve("small.release");
    CsvTasksWriter.write(ClusteredFamily.generate(3, 14, 5), data);
    Files.write(release, TestReleases.file(5));
    first = ClusteredFamily.generate(3, 14, 5).tasks().getFirst().name();
  }

  @Test
  void shouldWriteAPicture() throws IOException {
    Path out = folder.resolve("picture.png");
    CommandRun run =
        plot("--context 4 --width 700 --height 400 --out " + out + " --task " + first)
            .shouldSucceed();
    assertThat(run.out())
        .hasLineCount(1)
        .contains(
            "700 x 400 pixels; task " + first, "context 4 of 14", "log-likelihood", "entropy");
    byte[] bytes = Files.readAllBytes(out);
    Pictures.read(bytes, 700, 400);
    plot("--context 4 --width 700 --height 400 --out " + out + " --task " + first).shouldSucceed();
    assertThat(out).hasBinaryContent(bytes);
  }

  @Test
  void shouldJoinTheColumnsThatNameATask() throws IOException {
    Path file = folder.resolve("days.csv");
    Files.writeString(file, "device,day,t,v\na,1,0.1,2\na,2,0.5,3\na,2,0.6,1\n");
    Path out = folder.resolve("days.png");
    CommandRun run =
        CommandRun.of(
                "plot --task-columns device,day --x t --y v --context 1 --task a/2 --data",
                file,
                "--release",
                release,
                "--out",
                out)
            .shouldSucceed();
    assertThat(run.out()).contains("task a/2", "context 1 of 2");
    Pictures.read(Files.readAllBytes(out), 1200, 600);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --context 4 --task nobody                 | no task 'nobody' among the 3 of the data
          --context 15 --task FIRST                 | has 14 observations, so --context cannot be 15
          --context -1 --task FIRST                 | --context must not be negative
          --context 4 --task FIRST --width 100      | --width must lie between 600 and 4000
          --context 4 --task FIRST --height 5000    | --height between 300 and 4000
          --context 4 --task FIRST --y depth        | no column 'depth'
          --context 4 --task FIRST --task-columns q | no column 'q'
          --context 4                               | Missing required option: '--task=NAME'
          """)
  void shouldRefuseBadFlags(String flags, String message) {
    Path out = folder.resolve("refused.png");
    plot(flags.replace("FIRST", first) + " --out " + out).shouldBeRefused(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldNameSomeTasksWhereOneIsUnknown() {
    plot("--context 4 --task nobody --out " + folder.resolve("refused.png"))
        .shouldBeRefused("such as '" + first + "'");
  }

  @Test
  void shouldSayThatMoreThanOneXIsNotDrawn() throws IOException {
    Path file = folder.resolve("wide.csv");
    StringBuilder rows = new StringBuilder("task,a,b,y\n");
    for (int i = 0; i < 60; i++) {
      rows.append("t%d,%d,%d,%d%n".formatted(i / 3, i % 3, i % 7, i % 5));
    }
    Files.writeString(file, rows);
    Path wide = folder.resolve("wide.release");
    CommandRun.of(
            "train --task task --x a,b --y y --steps 2 --experts 2 --data", file, "--out", wide)
        .shouldSucceed();
    CommandRun.of("plot --task t1 --context 1 --data", file, "--release", wide)
        .shouldBeRefused("Missing required option");
    CommandRun.of(
            "plot --task t1 --context 1 --data",
            file,
            "--release",
            wide,
            "--out",
            folder.resolve("refused.png"))
        .shouldBeRefused("plot draws one x and one y", "takes 2 x and 1 y");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "fonts come from fontconfig there")
  void shouldSayWhichPackageBringsFonts() throws Exception {
    Path none = folder.resolve("no-fonts.conf");
    Files.writeString(none, "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
    Path err = folder.resolve("no-fonts.err");
    Path out = folder.resolve("no-fonts.png");
    ProcessBuilder program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "plot",
                "--release",
                release.toString(),
                "--data",
                data.toString(),
                "--task",
                first,
                "--context",
                "4",
                "--out",
                out.toString())
            .redirectError(err.toFile());
    program.environment().put("FONTCONFIG_FILE", none.toString());
    // JDK caches what fontconfig said under the user's home.
    program.command().add(1, "-Duser.home=" + folder);
    Process run = program.start();
    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(err))
        .contains("mixtide: a plot needs fonts", "apt-get install fontconfig")
        .doesNotContain("\tat ");
    assertThat(run.exitValue()).isEqualTo(2);
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldShowAnExampleInItsHelp() {
    assertThat(CommandRun.of("plot --help").shouldSucceed().out())
        .contains("Example:", "mixtide plot --release", "--task-columns");
  }

  private static CommandRun plot(String flags) {
    return CommandRun.of("plot --release", release, "--data", data, flags);
  }
}

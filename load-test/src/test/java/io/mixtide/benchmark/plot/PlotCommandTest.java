package io.mixtide.benchmark.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  @Test
  void shouldDrawEveryResultBesideItself() throws IOException {
    Files.writeString(
        directory.resolve("kernels.json"),
        """
        {"floorMicros": 1, "results": [
          {"engine": "vector", "batch": 1, "micros": 3.5},
          {"engine": "vector", "batch": 16, "micros": 2.5},
          {"engine": "nd4j", "batch": 1, "micros": 600}]}
        """);
    Files.writeString(
        directory.resolve("kernels-rounds.json"),
        """
        {"floorMicros": 1, "floorMicrosByRound": [0.5, 1.5], "results": [
          {"engine": "vector", "batch": 1, "micros": 3, "ofFloor": 0.3, "microsByRound": [2, 4]}]}
        """);
    Files.writeString(
        directory.resolve("stream-two.json"),
        """
        {"results": [
          {"service": "identity", "eventsPerSecond": 20, "eventsPerSecondByRound": [19, 21]},
          {"service": "mixtide", "eventsPerSecond": 12, "eventsPerSecondByRound": [12]}]}
        """);
    Files.writeString(
        directory.resolve("growth.json"),
        """
        {"contexts": {"points": [
           {"size": 10, "cpuMicros": 50, "inferenceMicros": 4},
           {"size": 1000, "cpuMicros": 51, "inferenceMicros": 4}], "cpuExponent": 0.004},
         "tasks": null}
        """);
    Files.writeString(directory.resolve("start.json"), "{}");

    assertThat(run()).as(err.toString()).isZero();

    assertThat(out.toString().lines())
        .extracting(line -> Path.of(line).getFileName().toString())
        .containsExactly("growth.png", "kernels-rounds.png", "kernels.png", "stream-two.png");
    for (String name :
        new String[] {"growth.png", "kernels-rounds.png", "kernels.png", "stream-two.png"}) {
      assertThat(ImageIO.read(directory.resolve(name).toFile()).getWidth()).isEqualTo(1000);
    }
    assertThat(directory.resolve("start.png")).doesNotExist();
  }

  @Test
  void shouldSayInOneLineWhatCannotBeDrawn() throws IOException {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("has no kernels*.json");
    Files.writeString(directory.resolve("stream.json"), "{}");
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("stream.json is not what a benchmark prints");
    Files.writeString(directory.resolve("kernels.json"), "{");
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("kernels.json cannot be read");
    assertThat(err.toString().lines()).hasSize(3);
  }

  private int run() {
    return Main.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        "bench",
        "plot",
        directory.toString());
  }
}

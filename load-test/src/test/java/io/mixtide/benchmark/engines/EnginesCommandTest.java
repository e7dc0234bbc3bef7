package io.mixtide.benchmark.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mixtide.app.cli.Main;
import io.mixtide.benchmark.engines.EnginesResult.Timing;
import io.mixtide.benchmark.engines.EnginesResult.Win;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnginesCommandTest {
  private static final Roof ROOF = new Roof("a card", 1000, "", 100, "");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldReportEveryEngineBesideTheRoof() throws IOException {
    String tiny = "--engine vector,scalar --batch 3,1 --experts 5 --forks 0 --iterations 1";
    assertThat(run((tiny + " --iteration-ms 5 --context 4 --json").split(" ")))
        .as(err.toString())
        .isZero();

    JsonNode json = new ObjectMapper().readTree(out.toString());
    double gflops = json.at("/processor/gflops").asDouble();
    double gigabytes = json.at("/processor/gigabytesPerSecond").asDouble();
    assertThat(gflops).isPositive();
    assertThat(gigabytes).isBetween(0.1, 1000.0);
    assertThat(json.get("results"))
        .extracting(r -> "%s %s %s".formatted(r.get("kind"), r.get("engine"), r.get("batch")))
        .containsExactly(
            "\"input\" \"vector\" 1",
            "\"input\" \"vector\" 3",
            "\"input\" \"scalar\" 1",
            "\"input\" \"scalar\" 3",
            "\"context\" \"vector\" 1",
            "\"context\" \"vector\" 3",
            "\"context\" \"scalar\" 1",
            "\"context\" \"scalar\" 3");
    for (JsonNode result : json.get("results")) {
      double rate = result.get("inferencesPerSecond").asDouble();
      assertThat(rate)
          .isCloseTo(
              1e6 * result.get("batch").asInt() / result.get("callMicros").asDouble(),
              within(1e-6));
      JsonNode cost =
          json.at(result.get("kind").asText().equals("input") ? "/costs/0" : "/costs/1");
      double bytes =
          cost.get("bytes").asDouble()
              + cost.get("weightBytes").asDouble() / result.get("batch").asInt();
      double most =
          Math.min(
              1e9 * gflops / (2 * cost.get("multiplyAdds").asDouble()), 1e9 * gigabytes / bytes);
      assertThat(result.get("ofRoof").asDouble()).isCloseTo(rate / most, within(1e-9));
    }
    assertThat(json.get("card").isNull()).isEqualTo(json.get("noCard").isTextual());
  }

  /** Against the multiply-adds counted by hand, layer by layer. */
  @Test
  void shouldCountWhatAnInferenceAsksFor() {
    int trunk = 128 + 2 * 128 * 128 + 128 * 32;
    int embedding = 18 * 64 + 2 * 64 * 64;
    int head = 81 * 64 + 64 * 33;
    assertThat(cost(ExpertKind.INPUT, 32).multiplyAdds()).isEqualTo(2 * trunk + embedding + head);

    int block = 4 * 64 * 64 + 2 * 64 * 128 + 2 * 4 * 64 * 32;
    int position = 64 + 64 * 64;
    int evaluation = position + 3 * block + 129 * 128 + 128 * 128 + 128 * 32;
    int token = 2 * 64 + 2 * 64 * 64 + position;
    int prior = 64 * 64 + 65 * 64 + 64 * 16;
    InferenceCost context = cost(ExpertKind.CONTEXT, 32);
    assertThat(context.multiplyAdds()).isEqualTo(2 * evaluation + token + prior);
    // State before and after, 32 tokens and the new one, two x, y, means, sigmas and weights.
    assertThat(context.bytes()).isEqualTo(4 * (2 * (2 * 64 + 16) + 33 * 64 + 3 + 3 * 16));
    // Memory bounds a single inference, which reads all weights, and arithmetic many.
    assertThat(context.bound(ROOF, 1)).isEqualTo("memory");
    assertThat(context.bound(ROOF, 4096)).isEqualTo("FLOP");
    assertThat(context.most(ROOF, 4096))
        .isCloseTo(1e12 / (2 * context.multiplyAdds()), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    // µs a call of the card at batch 1, 16 and 256, where the processor takes 10, 100 and 1000
    "20, 99, 500, 16",
    "5, 50, 500, 1",
    "5, 150, 500, 256",
    "5, 50, 1500, ",
  })
  void shouldSayFromWhichBatchOnTheCardWins(double one, double some, double many, Integer batch) {
    InferenceCost cost = cost(ExpertKind.INPUT, 32);
    List<Timing> timings =
        List.of(
            timing("cuda", cost, 1, one),
            timing("cuda", cost, 16, some),
            timing("cuda", cost, 256, many),
            timing("vector", cost, 1, 10),
            timing("vector", cost, 16, 100),
            timing("vector", cost, 256, 1000));
    assertThat(Win.of(cost, timings).batch()).isEqualTo(batch);
    assertThat(Win.of(cost, timings.subList(0, 3)).batch()).isNull();
  }

  private static Timing timing(String engine, InferenceCost cost, int batch, double micros) {
    return Timing.of(engine, cost, batch, micros, null, ROOF);
  }

  private static InferenceCost cost(ExpertKind kind, int context) {
    return InferenceCost.of(kind, EngineBenchmark.network(kind, 16, context), context);
  }

  @Test
  void shouldLeaveOutWhatWouldTakeTooLong() {
    String tiny = "--engine vector --kind input --batch 1,65536 --experts 2 --longest-ms 1";
    assertThat(run((tiny + " --forks 0 --iterations 1 --iteration-ms 5").split(" ")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("Left out: vector, 2 input experts, batch 65536: a call would take ")
        .containsPattern("No card: .*|the card wins");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--engine onnx | no engine named 'onnx': one of vector, scalar, cuda",
        "--kind other | no kind named 'other': one of input, context",
        "--batch 65537 | --batch must be within [1, 65536], not 65537",
        "--experts 0 | --experts must be within [1, 1024], not 0",
        "--context 0 | --context must be within [1, 4096], not 0",
        "--longest-ms 0 | --longest-ms must be at least 1, not 0",
        "--forks -1 | --forks must be at least 0, not -1",
        "--iterations 0 | --iterations must be at least 1, not 0",
        "--iteration-ms 0 | --iteration-ms must be at least 1, not 0"
      })
  void shouldRefuseInOneLine(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().strip()).contains(message).doesNotContain("\n");
  }

  private int run(String... arguments) {
    String[] command =
        Stream.concat(Stream.of("bench", "engines"), Arrays.stream(arguments))
            .toArray(String[]::new);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), command);
  }
}

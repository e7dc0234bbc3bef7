package io.mixtide.benchmark.training;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.benchmark.measure.Machine;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark training}: how long a training step takes. */
@Command(
    name = "training",
    mixinStandardHelpOptions = true,
    description = {
      "Time training steps of input experts at the standard settings: on one thread, on two, and,",
      "where it is built in, of the same step written in ND4J on one thread. They take turns for",
      TrainingSpeedCommand.ROUNDS
          + " rounds after one that warms up; ratios are of times within a round."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide benchmark training",
      "  OMP_NUM_THREADS=1 mixtide benchmark training --steps 200 --json",
      "",
      "ND4J is built in (Linux on x86-64 with AVX2, some 200 MB to download) by a build with a",
      "profile. The launcher builds anew only when a source has changed, so touch one:",
      "  touch pom.xml",
      "  MIXTIDE_MAVEN_ARGS=-Pnd4j OMP_NUM_THREADS=1 mixtide benchmark training",
      "Before a build without it, mvn clean takes out what it left."
    })
public final class TrainingSpeedCommand implements Callable<Integer> {
  static final int ROUNDS = 5;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "100",
      description = "Steps of each run in a round, at least 2. Default: ${DEFAULT-VALUE}")
  private int steps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of tasks, first parameters and draws. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--json", description = "Print the medians as one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Public for picocli. */
  public TrainingSpeedCommand() {}

  @Override
  public Integer call() {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    if (steps < 2) {
      throw new ParameterException(commandLine, "--steps must be at least 2, not " + steps);
    }
    Optional<TrainingPeer> peer = ServiceLoader.load(TrainingPeer.class).findFirst();
    peer.ifPresent(TrainingPeer::requireReady);
    if (peer.isEmpty()) {
      commandLine
          .getErr()
          .println("the ND4J peer is not built in: build with -Pnd4j to compare (see --help)");
    }
    measure(peer.orElse(null), commandLine.getOut());
    return 0;
  }

  private void measure(@Nullable TrainingPeer peer, PrintWriter out) {
    TrainingRounds rounds = new TrainingRounds(steps, seed);
    double[] one = new double[ROUNDS];
    double[] two = new double[ROUNDS];
    double[] other = new double[ROUNDS];
    try (WorkDisplay display =
        WorkDisplays.of(Objects.requireNonNull(spec), json)
            .start("training", " rounds", ROUNDS + 1L)) {
      for (int round = -1; round < ROUNDS; round++) {
        // The warming round's times are overwritten by the first one's.
        int at = Math.max(0, round);
        one[at] = rounds.mixtide(1);
        two[at] = rounds.mixtide(2);
        if (peer != null) {
          other[at] = rounds.peer(peer);
        }
        display.step(round < 0 ? "warmed up" : "%.1f ms a step on one thread".formatted(one[at]));
      }
    }
    Spread twoRatio = Spread.ofRatios(two, one);
    Machine machine = Machine.here();
    if (json) {
      out.println(
          Json.text(
              new TrainingSpeed(
                  Spread.of(one).median(),
                  Spread.of(two).median(),
                  twoRatio.median(),
                  peer == null ? null : Spread.of(other).median(),
                  peer == null ? null : Spread.ofRatios(other, one).median(),
                  machine)));
      return;
    }
    out.println(machine.description());
    out.printf("median of %d rounds of %d steps (least to most)%n", ROUNDS, steps);
    out.printf("Mixtide, one thread, ms a step   %s%n", Spread.of(one));
    out.printf("Mixtide, two threads, ms a step  %s%n", Spread.of(two));
    out.printf("time on two threads over one     %s%n", twoRatio);
    if (peer != null) {
      out.printf("%s, one thread, ms a step      %s%n", peer.name(), Spread.of(other));
      out.printf("time of %s over Mixtide's      %s%n", peer.name(), Spread.ofRatios(other, one));
    }
  }
}

package io.mixtide.benchmark;

import io.mixtide.app.cli.OutputFile;
import io.mixtide.benchmark.Contest.Standing;
import io.mixtide.benchmark.data.IdxImages;
import io.mixtide.benchmark.data.ImageTasks;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark completion}: images of which some pixels are known. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Train on images, each a task: x is a pixel's place, y its intensity. Score unseen images of "
          + "which 10, 50, 100 and 200 pixels are known: log-likelihood in nats per pixel, "
          + "standardised units.",
      "The files are not shipped: MNIST's train-images-idx3-ubyte and t10k-images-idx3-ubyte, "
          + "gzipped or not."
    },
    footer = {
      "",
      "Example:",
      "  mixtide benchmark completion train-images-idx3-ubyte.gz t10k-images-idx3-ubyte.gz \\",
      "    --pictures completions.png"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CompletionCommand implements Callable<Integer> {
  private static final List<Integer> CONTEXT_SIZES = List.of(10, 50, 100, 200);
  private static final int MAX_CONTEXT = 200;
  private static final long TRAINING_SEED = 1;
  private static final long TEST_SEED = 2;
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 640;

  @Spec private CommandSpec spec;
  @Mixin private ContestOptions options;

  @Parameters(index = "0", paramLabel = "TRAIN", description = "Images to train on.")
  private Path training;

  @Parameters(index = "1", paramLabel = "TEST", description = "Images to score on.")
  private Path test;

  @Option(
      names = "--steps",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Training steps. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--images",
      defaultValue = "10000",
      paramLabel = "N",
      description = "Images to train on. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = "--test-images",
      defaultValue = "200",
      paramLabel = "N",
      description = "Images to score on. Default: ${DEFAULT-VALUE}.")
  private int testImages;

  @Option(
      names = "--pictures",
      paramLabel = "FILE",
      description = "Draw completions of a few images by the last contender, a PNG.")
  private @Nullable Path pictures;

  @Override
  public Integer call() {
    options.check(spec, steps);
    if (pictures != null) {
      OutputFile.at("--pictures", pictures);
    }
    TaskSet trained =
        ImageTasks.draw(IdxImages.read(training), images, ImageTasks.POINTS, TRAINING_SEED);
    IdxImages unseen = IdxImages.read(test);
    SequencedMap<String, TaskSet> tests = new LinkedHashMap<>();
    tests.put("images", ImageTasks.draw(unseen, testImages, ImageTasks.POINTS, TEST_SEED));
    Contest contest =
        new Contest(
            trained,
            OutputTransform.IDENTITY,
            tests,
            CONTEXT_SIZES,
            options.seeds,
            Contest.Unit.STANDARDISED);
    List<Contender> contenders =
        Contenders.of(2, 1, steps, MAX_CONTEXT).stream()
            .map(c -> c.withWindow(MAX_CONTEXT))
            .toList();
    AtomicReference<@Nullable Trained> last = new AtomicReference<>();
    List<Standing> standings = options.run(contest, contenders, last::set, spec);
    options.report(spec, new ContestReport(steps, options.seeds, standings, List.of()));
    if (pictures != null) {
      Trained model = Objects.requireNonNull(last.get());
      byte[] png = new Completions(unseen, TEST_SEED).grid(model).png(WIDTH, HEIGHT);
      OutputFile.at("--pictures", pictures).write(path -> Files.write(path, png));
    }
    return 0;
  }
}

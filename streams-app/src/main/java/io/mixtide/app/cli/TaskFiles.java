package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.data.CsvColumns;
import io.mixtide.model.data.CsvReport;
import io.mixtide.model.data.CsvTasks;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.Release;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data files of a command: reads them, and says what was read and what was left out. */
final class TaskFiles {
  /** One observation as context and one as target: less cannot be scored. */
  static final int MIN_OBSERVATIONS = 2;

  private TaskFiles() {}

  /**
   * Reads the files.
   *
   * @param log1p whether ln(1 + y) will be taken
   * @param err told what was read
   * @throws io.mixtide.model.data.DataException if the files cannot be used
   */
  static TaskSet read(List<Path> files, CsvColumns columns, boolean log1p, PrintWriter err) {
    CsvTasks.Result result = CsvTasks.read(files, columns, log1p);
    CsvReport report = result.report();
    err.printf("read %d rows of %d tasks from %s%n", report.rows(), report.tasks(), names(files));
    if (report.skippedRows() > 0) {
      err.printf(
          "skipped %d rows without a value for x or y, in %d tasks; the first is %s%n",
          report.skippedRows(), report.tasksWithMissing(), report.firstSkipped());
    }
    return result.tasks();
  }

  /**
   * The columns of a release's inputs and outputs.
   *
   * @param task columns that name the task; as with x and y, null stands for those of the training
   *     data
   * @throws UserErrorException if the release takes another number of x or y
   */
  static CsvColumns columnsFor(
      Release release,
      @Nullable List<String> task,
      @Nullable List<String> x,
      @Nullable List<String> y) {
    Provenance trained = release.provenance();
    CsvColumns columns =
        CsvColumns.of(
            task == null ? trained.task() : task,
            x == null ? trained.x() : x,
            y == null ? trained.y() : y);
    Architecture architecture = release.network().architecture();
    if (columns.x().size() != architecture.dx() || columns.y().size() != architecture.dy()) {
      throw new UserErrorException(
          "release %s takes %d x and %d y (%s; %s), not %d and %d; name as many columns"
              .formatted(
                  release.version(),
                  architecture.dx(),
                  architecture.dy(),
                  String.join(",", trained.x()),
                  String.join(",", trained.y()),
                  columns.x().size(),
                  columns.y().size()));
    }
    return columns;
  }

  /** The tasks without those of fewer than {@link #MIN_OBSERVATIONS} observations. */
  static TaskSet withoutShort(TaskSet tasks) {
    return new TaskSet(
        tasks.dx(),
        tasks.dy(),
        tasks.tasks().stream().filter(task -> task.size() >= MIN_OBSERVATIONS).toList());
  }

  /** Says how many tasks {@link #withoutShort} left out, if any. */
  static void reportShort(int leftOut, PrintWriter err) {
    if (leftOut > 0) {
      err.printf("left out %d tasks with fewer than %d observations%n", leftOut, MIN_OBSERVATIONS);
    }
  }

  /**
   * Checks that a model with this standardisation can take every observation.
   *
   * @throws UserErrorException that names the first one it cannot
   */
  static void requireInRange(TaskSet tasks, Standardisation standardisation) {
    for (Task task : tasks.tasks()) {
      for (int i = 0; i < task.size(); i++) {
        double[] x = task.xOf(i);
        double[] y = task.yOf(i);
        if (!standardisation.acceptsX(x) || !standardisation.acceptsY(y)) {
          throw new UserErrorException(
              "task '%s': x = %s, y = %s is out of all proportion to the training data; correct it"
                  .formatted(task.name(), Arrays.toString(x), Arrays.toString(y)));
        }
      }
    }
  }

  /** The files' names without their folders, as provenance and messages give them. */
  static List<String> fileNames(List<Path> files) {
    return files.stream().map(file -> String.valueOf(file.getFileName())).toList();
  }

  /**
   * SHA-256 of the files' bytes one after another, in lower-case hex.
   *
   * @throws UserErrorException if one cannot be read
   */
  static String sha256(List<Path> files) {
    MessageDigest digest = newSha256();
    for (Path file : files) {
      try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
        bytes.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UserErrorException(
            "%s cannot be read to its end (%s)".formatted(file, e.getMessage()), e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String names(List<Path> files) {
    return String.join(", ", fileNames(files));
  }
}

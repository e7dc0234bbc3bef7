package io.mixtide.model.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes tasks as CSV that {@link CsvTasks} reads: columns {@code task}, {@code group} and {@code
 * role} where a task has one, {@code x} or {@code x1}, {@code x2}, …, and {@code y} likewise. One
 * task follows the other, so tasks that arrived interleaved do not keep that. Equal tasks give
 * equal bytes.
 */
public final class CsvTasksWriter {
  private CsvTasksWriter() {}

  /** Names of the input columns of a file with {@code dx} inputs. */
  public static List<String> xColumns(int dx) {
    return numbered("x", dx);
  }

  /** Names of the output columns of a file with {@code dy} outputs. */
  public static List<String> yColumns(int dy) {
    return numbered("y", dy);
  }

  /**
   * Writes a file, gzipped if its name ends in {@code .gz}; one that is there is replaced.
   *
   * @throws DataException if the file cannot be written
   */
  public static void write(TaskSet tasks, Path file) {
    write(tasks, file, () -> {});
  }

  /**
   * The same.
   *
   * @param written run after each task
   */
  public static void write(TaskSet tasks, Path file, Runnable written) {
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream bytes = file.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : raw;
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(bytes)) {
      write(tasks, csv, written);
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("%s: cannot be written (%s).".formatted(file, e.getMessage()), e);
    }
  }

  private static void write(TaskSet tasks, CsvWriter csv, Runnable written) {
    boolean groups = tasks.tasks().stream().anyMatch(task -> task.group() != null);
    boolean roles =
        tasks.tasks().stream().anyMatch(task -> task.contextSize() != Task.NO_CONTEXT_SIZE);
    List<String> cells = new ArrayList<>();
    cells.add("task");
    if (groups) {
      cells.add("group");
    }
    if (roles) {
      cells.add(CsvColumns.ROLE);
    }
    cells.addAll(xColumns(tasks.dx()));
    cells.addAll(yColumns(tasks.dy()));
    csv.writeRecord(cells);
    for (Task task : tasks.tasks()) {
      for (int row = 0; row < task.size(); row++) {
        cells.clear();
        cells.add(task.name());
        if (groups) {
          cells.add(task.group() == null ? "" : task.group());
        }
        if (roles) {
          cells.add(row < task.contextSize() ? "context" : "target");
        }
        addRow(cells, task.x(), row, task.dx());
        addRow(cells, task.y(), row, task.dy());
        csv.writeRecord(cells);
      }
      written.run();
    }
  }

  private static void addRow(List<String> cells, double[] values, int row, int width) {
    for (int i = row * width; i < (row + 1) * width; i++) {
      cells.add(Double.toString(values[i]));
    }
  }

  private static List<String> numbered(String name, int count) {
    return count == 1
        ? List.of(name)
        : IntStream.rangeClosed(1, count).mapToObj(i -> name + i).toList();
  }
}

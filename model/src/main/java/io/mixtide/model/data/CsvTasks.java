package io.mixtide.model.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads tasks from tidy CSV files, plain or gzipped ({@code .gz}), UTF-8, each with a header.
 *
 * <p>Rows are in order of arrival and several files continue one another; the rows of a task need
 * not be contiguous. Where files have a column {@value CsvColumns#ROLE}, its cells must be {@code
 * context} or {@code target}, and a task's context rows come to stand before its targets. A row
 * with a missing x or y cell (empty, {@code NA}, {@code NaN} or {@code null}) is skipped and
 * counted.
 */
public final class CsvTasks {
  private final CsvColumns columns;
  private final boolean yForLog1p;
  private final Map<String, TaskBuilder> builders = new LinkedHashMap<>();
  private final Set<String> tasksWithMissing = new HashSet<>();
  private long rows;
  private long usedRows;
  private @Nullable String firstSkipped;
  private @Nullable Path withRole;
  private @Nullable Path withoutRole;

  private CsvTasks(CsvColumns columns, boolean yForLog1p) {
    this.columns = columns;
    this.yForLog1p = yForLog1p;
  }

  /**
   * What was read.
   *
   * @param tasks the tasks in order of their first used row
   * @param report counts for the person who named the files
   */
  public record Result(TaskSet tasks, CsvReport report) {}

  /**
   * Reads files in the order given. Values stay as they are in the files.
   *
   * @param files at least one
   * @param columns what the columns mean
   * @param yForLog1p whether the caller will take ln(1 + y), so that every y must exceed -1
   * @throws DataException if a file is missing, broken or empty, a column is absent, a cell is not
   *     what it should be, or no row is left
   */
  public static Result read(List<Path> files, CsvColumns columns, boolean yForLog1p) {
    if (files.isEmpty()) {
      throw new DataException("No data file was named; name at least one CSV file.");
    }
    CsvTasks reader = new CsvTasks(columns, yForLog1p);
    files.forEach(reader::readFile);
    return reader.result(files);
  }

  private Result result(List<Path> files) {
    if (usedRows == 0) {
      throw new DataException(
          "%s: no usable row among %d; check that the x and y columns hold numbers."
              .formatted(files.getFirst(), rows));
    }
    List<Task> tasks = new ArrayList<>(builders.size());
    builders.forEach(
        (name, builder) -> tasks.add(builder.build(name, columns.x().size(), columns.y().size())));
    CsvReport report =
        new CsvReport(rows, tasks.size(), rows - usedRows, tasksWithMissing.size(), firstSkipped);
    return new Result(new TaskSet(columns.x().size(), columns.y().size(), tasks), report);
  }

  private void readFile(Path file) {
    CsvFile.read(file, columns, this::requireSameRoles, this::addRow);
  }

  private void requireSameRoles(CsvHeader header) {
    if (header.hasRole()) {
      withRole = header.file();
    } else {
      withoutRole = header.file();
    }
    if (withRole != null && withoutRole != null) {
      throw new DataException(
          "%s has a column '%s' and %s has none; give it to all files or to none."
              .formatted(withRole, CsvColumns.ROLE, withoutRole));
    }
  }

  private void addRow(CsvRow row) {
    rows++;
    String name = row.taskName();
    String missing = row.missingColumn();
    if (missing != null) {
      tasksWithMissing.add(name);
      if (firstSkipped == null) {
        firstSkipped = row.place() + ", column '" + missing + "'";
      }
      return;
    }
    TaskBuilder builder = builders.get(name);
    if (builder == null) {
      builder = new TaskBuilder(row.group(), row.header().hasRole(), usedRows);
      builders.put(name, builder);
    }
    row.addTo(builder, yForLog1p);
    usedRows++;
  }
}

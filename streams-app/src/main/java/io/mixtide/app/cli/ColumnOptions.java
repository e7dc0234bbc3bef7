package io.mixtide.app.cli;

import io.mixtide.model.data.CsvColumns;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags that say what the columns of CSV files mean. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ColumnOptions {
  @Option(
      names = "--task",
      required = true,
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns that together name the task of a row.")
  private List<String> task;

  @Option(
      names = "--x",
      required = true,
      split = ",",
      paramLabel = "COLUMN",
      description = "Input columns.")
  private List<String> x;

  @Option(
      names = "--y",
      required = true,
      split = ",",
      paramLabel = "COLUMN",
      description = "Output columns.")
  private List<String> y;

  /**
   * The columns.
   *
   * @throws io.mixtide.model.data.DataException if one is named twice
   */
  CsvColumns columns() {
    return CsvColumns.of(task, x, y);
  }
}

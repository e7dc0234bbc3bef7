package io.mixtide.model.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of a CSV file, with its cells taken by meaning.
 *
 * @param header of the row's file
 * @param cells the row's cells, as many as the header's
 */
record CsvRow(CsvHeader header, CsvRecord cells) {
  private static final Set<String> MISSING = Set.of("", "na", "nan", "null");

  /** Checks that the row has a cell for every name in the header, and no more. */
  static CsvRow of(CsvHeader header, CsvRecord cells) {
    CsvRow row = new CsvRow(header, cells);
    if (cells.getFieldCount() != header.names().size()) {
      throw new DataException(
          "%s: %d cells under a header of %d; correct the separators or quotes."
              .formatted(row.place(), cells.getFieldCount(), header.names().size()));
    }
    return row;
  }

  String place() {
    return "%s line %d".formatted(header.file(), cells.getStartingLineNumber());
  }

  String taskName() {
    int[] columns = header.task();
    if (columns.length == 1) {
      return namePart(columns[0]);
    }
    StringBuilder name = new StringBuilder(namePart(columns[0]));
    for (int i = 1; i < columns.length; i++) {
      name.append('/').append(namePart(columns[i]));
    }
    return name.toString();
  }

  /** The first x or y column without a value here, or null if all have one. */
  @Nullable String missingColumn() {
    String missing = missingColumn(header.x());
    return missing != null ? missing : missingColumn(header.y());
  }

  @Nullable String group() {
    return header.group() == CsvHeader.ABSENT ? null : cells.getField(header.group());
  }

  void addTo(TaskBuilder task, boolean yForLog1p) {
    boolean context = isContext();
    for (int column : header.x()) {
      task.addX(context, number(column));
    }
    for (int column : header.y()) {
      double y = number(column);
      if (yForLog1p && y <= -1) {
        throw wrong(column, "is not above -1, so log1p has no value; leave log1p out");
      }
      task.addY(context, y);
    }
  }

  /**
   * The row by itself; no x or y is missing.
   *
   * @param time index of the column of times, or {@link CsvHeader#ABSENT}
   */
  CsvObservations.Observation observation(int time) {
    return new CsvObservations.Observation(
        taskName(),
        Arrays.stream(header.x()).mapToDouble(this::number).toArray(),
        Arrays.stream(header.y()).mapToDouble(this::number).toArray(),
        time == CsvHeader.ABSENT ? null : cells.getField(time),
        place());
  }

  private boolean isContext() {
    if (!header.hasRole()) {
      return false;
    }
    return switch (cells.getField(header.role())) {
      case "context" -> true;
      case "target" -> false;
      default -> throw wrong(header.role(), "is neither context nor target; rename the column");
    };
  }

  private String namePart(int column) {
    String part = cells.getField(column);
    if (part.isEmpty()) {
      throw wrong(column, "is empty, but names the task; give every row its task");
    }
    return part;
  }

  private @Nullable String missingColumn(int[] columns) {
    for (int column : columns) {
      String cell = cells.getField(column);
      if (cell.length() <= 4 && MISSING.contains(cell.strip().toLowerCase(Locale.ROOT))) {
        return header.names().get(column);
      }
    }
    return null;
  }

  private double number(int column) {
    String cell = cells.getField(column);
    double value;
    try {
      value = Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw wrong(column, "is not a number; correct it or leave it empty");
    }
    if (!Double.isFinite(value) || !isPlain(cell)) {
      throw wrong(column, "is not a finite decimal number; correct it or leave it empty");
    }
    return value;
  }

  /** Java also takes 1d, 1f and hexadecimal, which are slips in a table. */
  private static boolean isPlain(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (Character.isLetter(c) && c != 'e' && c != 'E') {
        return false;
      }
    }
    return true;
  }

  private DataException wrong(int column, String what) {
    return new DataException(
        "%s, column '%s': '%s' %s."
            .formatted(
                place(),
                header.names().get(column),
                cells.getField(column).replaceAll("\\s+", " "),
                what));
  }
}

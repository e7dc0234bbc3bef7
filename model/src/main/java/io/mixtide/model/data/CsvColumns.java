package io.mixtide.model.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a CSV file mean what, by the names in its header.
 *
 * @param task columns that name the task, at least one; several are joined with {@code /}
 * @param x input columns, at least one
 * @param y output columns, at least one
 * @param group column with the task's known group, if there is one to read
 */
public record CsvColumns(
    List<String> task, List<String> x, List<String> y, @Nullable String group) {

  /** Column that tells context rows from target rows, read wherever a file has it. */
  public static final String ROLE = "role";

  /**
   * @throws DataException if a list is empty or a column is named twice among x and y
   */
  public CsvColumns {
    task = List.copyOf(task);
    x = List.copyOf(x);
    y = List.copyOf(y);
    if (task.isEmpty() || x.isEmpty() || y.isEmpty()) {
      throw new DataException("Name at least one column each for the task, for x and for y.");
    }
    List<String> values = Stream.concat(x.stream(), y.stream()).toList();
    Optional<String> twice =
        values.stream().filter(c -> values.indexOf(c) != values.lastIndexOf(c)).findFirst();
    if (twice.isPresent()) {
      throw new DataException(
          "Column '%s' is named twice among x and y; name it once.".formatted(twice.get()));
    }
  }

  /** Columns without a group. */
  public static CsvColumns of(List<String> task, List<String> x, List<String> y) {
    return new CsvColumns(task, x, y, null);
  }
}

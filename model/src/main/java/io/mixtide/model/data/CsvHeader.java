package io.mixtide.model.data;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a file has the columns that are read.
 *
 * @param file the file, for messages
 * @param names the header's cells
 * @param task indices of the task columns
 * @param x indices of the input columns
 * @param y indices of the output columns
 * @param role index of the role column, or {@link #ABSENT}
 * @param group index of the group column, or {@link #ABSENT}
 */
@SuppressWarnings("ArrayRecordComponent") // read once per row, never compared
record CsvHeader(Path file, List<String> names, int[] task, int[] x, int[] y, int role, int group) {
  static final int ABSENT = -1;

  static CsvHeader of(Path file, CsvColumns columns, List<String> cells) {
    List<String> names = cells.stream().map(String::strip).toList();
    return new CsvHeader(
        file,
        names,
        indices(file, names, columns.task()),
        indices(file, names, columns.x()),
        indices(file, names, columns.y()),
        names.indexOf(CsvColumns.ROLE),
        group(file, names, columns.group()));
  }

  /** Where a further column is. */
  int index(String wanted) {
    return index(file, names, wanted);
  }

  boolean hasRole() {
    return role != ABSENT;
  }

  private static int group(Path file, List<String> names, @Nullable String group) {
    return group == null ? ABSENT : index(file, names, group);
  }

  private static int[] indices(Path file, List<String> names, List<String> wanted) {
    return wanted.stream().mapToInt(name -> index(file, names, name)).toArray();
  }

  private static int index(Path file, List<String> names, String wanted) {
    int index = names.indexOf(wanted);
    if (index == ABSENT) {
      throw new DataException(
          "%s: there is no column '%s'; the first line names %s."
              .formatted(file, wanted, String.join(", ", names).replaceAll("\\s+", " ")));
    }
    if (index != names.lastIndexOf(wanted)) {
      throw new DataException(
          "%s: there are two columns '%s'; rename one.".formatted(file, wanted));
    }
    return index;
  }
}

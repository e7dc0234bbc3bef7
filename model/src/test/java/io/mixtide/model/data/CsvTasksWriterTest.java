package io.mixtide.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTasksWriterTest {
  @TempDir Path directory;

  @Test
  void shouldWriteNumberedColumnsAndRoles() throws IOException {
    TaskSet tasks =
        new TaskSet(
            2,
            1,
            List.of(
                new Task("a", null, 2, 1, new double[] {1, 2, 3, 4}, new double[] {5, 6}, 1, 0)));

    Path file = directory.resolve("tasks.csv");
    CsvTasksWriter.write(tasks, file);

    assertThat(file).hasContent("task,role,x1,x2,y\na,context,1.0,2.0,5.0\na,target,3.0,4.0,6.0\n");
  }

  @Test
  void shouldReadBackWhatItWroteInEqualBytes() throws IOException {
    TaskSet tasks = ClusteredFamily.generate(20, 7, 3);
    Path file = directory.resolve("tasks.csv.gz");
    Path again = directory.resolve("again.csv.gz");

    CsvTasksWriter.write(tasks, file);
    CsvTasksWriter.write(tasks, again);
    CsvColumns columns =
        new CsvColumns(
            List.of("task"), CsvTasksWriter.xColumns(1), CsvTasksWriter.yColumns(1), "group");
    TaskSet read = CsvTasks.read(List.of(file), columns, false).tasks();

    assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(again));
    assertThat(read).usingRecursiveComparison().isEqualTo(tasks);
  }

  @Test
  void shouldSayWhenAFileCannotBeWritten() {
    Path file = directory.resolve("absent").resolve("tasks.csv");

    assertThatThrownBy(() -> CsvTasksWriter.write(new TaskSet(1, 1, List.of()), file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file.toString());
  }
}

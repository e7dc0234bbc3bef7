package io.mixtide.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTasksTest {
  private static final CsvColumns TXY = CsvColumns.of(List.of("task"), List.of("x"), List.of("y"));

  @TempDir Path directory;

  @Test
  void shouldKeepOrderOfArrivalWhereTasksInterleave() throws IOException {
    TaskSet tasks = read(TXY, "task,x,y\na,1,10\nb,2,20\na,3,30\nb,4,40\na,5,50\n").tasks();

    assertThat(tasks.tasks()).extracting(Task::name).containsExactly("a", "b");
    assertThat(tasks.tasks()).extracting(Task::firstRow).containsExactly(0L, 1L);
    assertThat(tasks.tasks().getFirst().x()).containsExactly(1, 3, 5);
    assertThat(tasks.tasks().getFirst().y()).containsExactly(10, 30, 50);
    assertThat(tasks.tasks().getLast().x()).containsExactly(2, 4);
    assertThat(tasks.tasks()).extracting(Task::contextSize).containsOnly(Task.NO_CONTEXT_SIZE);
    assertThat(tasks.tasks().getFirst().group()).isNull();
    assertThat(tasks.observations()).isEqualTo(5);
  }

  @Test
  void shouldReadRolesAndGroup() throws IOException {
    CsvColumns columns = new CsvColumns(List.of("task"), List.of("x"), List.of("y"), "group");

    TaskSet tasks =
        read(
                columns,
                """
                task,context_size,group,role,x,y
                c0,1,0,context,-0.539957,0.818059
                c0,1,0,target,-1.96183,-1.32279
                c1,2,3,target,1,7
                c1,2,3,context,2,8
                c1,2,3,context,3,9
                """)
            .tasks();

    Task first = tasks.tasks().getFirst();
    assertThat(first.group()).isEqualTo("0");
    assertThat(first.contextSize()).isEqualTo(1);
    assertThat(first.x()).containsExactly(-0.539957, -1.96183);
    assertThat(first.y()).containsExactly(0.818059, -1.32279);
    Task second = tasks.tasks().getLast();
    assertThat(second.group()).isEqualTo("3");
    assertThat(second.contextSize()).isEqualTo(2);
    assertThat(second.x()).as("context comes first").containsExactly(2, 3, 1);
    assertThat(second.firstRow()).isEqualTo(2);
  }

  @Test
  void shouldJoinTaskColumnsAndTakeColumnsInTheOrderNamed() throws IOException {
    CsvColumns columns =
        CsvColumns.of(List.of("station", "date"), List.of("b", "a"), List.of("d", "c"));

    TaskSet tasks =
        read(columns, "c,date,a,station,b,d\n1,2014-01-01,2,\"S, north\",3,4\n").tasks();

    Task task = tasks.tasks().getFirst();
    assertThat(task.name()).isEqualTo("S, north/2014-01-01");
    assertThat(task.x()).containsExactly(3, 2);
    assertThat(task.y()).containsExactly(4, 1);
    assertThat(tasks.dx()).isEqualTo(2);
    assertThat(tasks.dy()).isEqualTo(2);
  }

  @Test
  void shouldSkipAndCountRowsWithMissingCells() throws IOException {
    CsvTasks.Result result =
        read(TXY, "task,x,y\na,,1\na,1,NA\nb,NaN,1\nc,1,null\na,2,3\nd,4,5\nb,6,-0.5e1\n");

    assertThat(result.tasks().tasks()).extracting(Task::name).containsExactly("a", "d", "b");
    assertThat(result.tasks().tasks()).extracting(Task::firstRow).containsExactly(0L, 1L, 2L);
    assertThat(result.report())
        .isEqualTo(new CsvReport(7, 3, 4, 3, directory.resolve("0.csv") + " line 2, column 'x'"));
  }

  @Test
  void shouldContinueFromFileToFileWhateverTheirColumnOrder() throws IOException {
    Path first = file("first.csv", "task,x,y\na,1,10\nb,2,20\n");
    Path second = file("second.csv", "y,task,x\n30,a,3\n40,c,4\n");

    TaskSet tasks = CsvTasks.read(List.of(first, second), TXY, false).tasks();

    assertThat(tasks.tasks()).extracting(Task::name).containsExactly("a", "b", "c");
    assertThat(tasks.tasks().getFirst().x()).containsExactly(1, 3);
    assertThat(tasks.tasks().getLast().firstRow()).isEqualTo(3);
  }

  @Test
  void shouldReadGzipLikePlainAndBomAndCarriageReturns() throws IOException {
    String text = "\uFEFFtask,x,y\r\nä,1,10\r\nb,2,20\r\n\r\n";
    Path plain = file("data.csv", text);
    Path packed = directory.resolve("data.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(Files.readAllBytes(plain));
    }

    List<Task> fromPlain = CsvTasks.read(List.of(plain), TXY, false).tasks().tasks();
    List<Task> fromPacked = CsvTasks.read(List.of(packed), TXY, false).tasks().tasks();

    assertThat(fromPlain.getFirst().name()).isEqualTo("ä");
    assertThat(fromPacked).usingRecursiveComparison().isEqualTo(fromPlain);
  }

  @Test
  void shouldAcceptEveryYAboveMinusOneForLog1p() throws IOException {
    Path file = file("data.csv", "task,x,y\na,1,-0.999\na,1,1e300\n");

    assertThat(CsvTasks.read(List.of(file), TXY, true).tasks().tasks().getFirst().y())
        .containsExactly(-0.999, 1e300);
  }

  private CsvTasks.Result read(CsvColumns columns, String text) throws IOException {
    return CsvTasks.read(List.of(file("0.csv", text)), columns, false);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}

package io.mixtide.model.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTasksErrorsTest {
  private static final CsvColumns TXY = CsvColumns.of(List.of("task"), List.of("x"), List.of("y"));

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                                | the file is empty
          task,x,y                          | no usable row among 0
          task,x,y;a,NA,1                   | no usable row among 1
          name,x,y;a,1,2                    | there is no column 'task'; the first line names name, x, y
          a,1,2;a,1,2                       | there is no column 'task'; the first line names a, 1, 2
          task,x,y,x;a,1,2,3                | there are two columns 'x'
          task,x,y;a,1,2;a,1,two            | line 3, column 'y': 'two' is not a number
          task,x,y;a,2014-01-01,2           | line 2, column 'x': '2014-01-01' is not a number
          task,x,y;a,1f,2                   | line 2, column 'x': '1f' is not a finite decimal number
          task,x,y;a,0x1p3,2                | line 2, column 'x': '0x1p3' is not a finite decimal number
          task,x,y;a,1,1e999                | line 2, column 'y': '1e999' is not a finite decimal number
          task,x,y;a,1,-Infinity            | line 2, column 'y': '-Infinity' is not a finite decimal number
          task,x,y;b,1,2;a,1                 | line 3: 2 cells under a header of 3
          task,x,y;a,1,2,3                  | line 2: 4 cells under a header of 3
          task,x,y;a,1,'2'3               | record starting at line 2
          task,x,y;a,'1,2;b,1,2             | line 2: 2 cells under a header of 3
          task,x,y;,1,2                     | line 2, column 'task': '' is empty, but names the task
          task,role,x,y;a,admin,1,2         | line 2, column 'role': 'admin' is neither context nor target
          """)
  void shouldSayWhereAndWhat(String rows, String message) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("data.csv"), rows.replace(';', '\n').replace('\'', '"'));

    assertFails(file, message, false);
  }

  @Test
  void shouldRefuseYWithoutLog1p() throws IOException {
    Path file = Files.writeString(directory.resolve("data.csv"), "task,x,y\na,1,0\na,1,-1\n");

    assertFails(file, "line 3, column 'y': '-1' is not above -1", true);
  }

  @Test
  void shouldRefuseMissingFileDirectoryAndNoFile() {
    assertFails(directory.resolve("none.csv"), "there is no such file", false);
    assertFails(directory, "there is no such file", false);
    assertThatThrownBy(() -> CsvTasks.read(List.of(), TXY, false))
        .isInstanceOf(DataException.class);
  }

  @Test
  void shouldRefuseBrokenGzip() throws IOException {
    Path notGzip = Files.writeString(directory.resolve("not.csv.gz"), "task,x,y\na,1,2\n");
    byte[] whole = gzip("task,x,y\n" + "a,1,2\nb,3,4\nc,5,6\n".repeat(1000));
    Path cut = Files.write(directory.resolve("cut.csv.gz"), Arrays.copyOf(whole, 60));
    whole[whole.length - 6] ^= 1;
    Path flipped = Files.write(directory.resolve("flipped.csv.gz"), whole);
    Path empty = Files.write(directory.resolve("empty.csv.gz"), new byte[0]);

    for (Path broken : List.of(notGzip, cut, flipped, empty)) {
      assertFails(broken, "cannot be read to its end", false);
    }
  }

  @Test
  void shouldRefuseRoleInOneFileOnly() throws IOException {
    Path with = Files.writeString(directory.resolve("a.csv"), "task,role,x,y\na,target,1,2\n");
    Path without = Files.writeString(directory.resolve("b.csv"), "task,x,y\na,1,2\n");

    assertThatThrownBy(() -> CsvTasks.read(List.of(with, without), TXY, false))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.csv has a column 'role' and")
        .hasMessageContaining("b.csv has none");
  }

  @Test
  void shouldRefuseColumnsNamedTwiceOrNotAtAll() {
    assertThatThrownBy(() -> CsvColumns.of(List.of("t"), List.of("x", "z"), List.of("z")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'z' is named twice");
    assertThatThrownBy(() -> CsvColumns.of(List.of("t"), List.of(), List.of("y")))
        .isInstanceOf(DataException.class);
  }

  private static void assertFails(Path file, String message, boolean yForLog1p) {
    assertThatThrownBy(() -> CsvTasks.read(List.of(file), TXY, yForLog1p))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}

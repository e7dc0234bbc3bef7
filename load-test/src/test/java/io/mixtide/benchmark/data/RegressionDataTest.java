package io.mixtide.benchmark.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mixtide.model.data.DataException;
import io.mixtide.model.data.TaskSet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;

class RegressionDataTest {
  private static final String ARFF =
      """
      % A comment, 'with' a quote
      @RELATION 'of two''

      @ATTRIBUTE 'the first' numeric
      @attribute second  REAL
      @attribute third integer
      @Data
      1,2.5,-3
      % between rows
      4e2, 5 ,6
      """;

  @TempDir private Path folder;

  @Test
  void shouldReadArffPlainAndGzipped() throws IOException {
    Path plain = Files.writeString(folder.resolve("a.arff"), ARFF);
    Path packed = folder.resolve("a.arff.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(ARFF.getBytes(UTF_8));
    }

    for (Path file : new Path[] {plain, packed}) {
      NumberTable table = ArffFile.read(file);
      assertThat(table.columns()).isEqualTo(3);
      assertThat(table.values()).containsExactly(1, 2.5, -3, 400, 5, 6);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @attribute a numeric;1;2                   | line 2: '1' is no numeric attribute
          @attribute a {yes, no};@data;yes           | line 1: '@attribute a {yes, no}' is no numeric
          @attribute a numeric;@attribute b numeric  | there is no line @data
          @data;1                                    | line 1: '@data' is no numeric attribute
          @attribute a numeric;@data                 | there is no row after @data
          @attribute a numeric;@data;1;2,3           | line 4: 2 values for 1 attributes
          @attribute a numeric;@data;1;?             | line 4: '?' is not a finite number
          @attribute a numeric;@data;{0 1}           | line 3: '{0 1}' is not a finite number
          """)
  void shouldSayWhatIsWrongWithAnArffFile(String lines, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("a.arff"), lines.replace(';', '\n') + "\n");
    assertRefused(() -> ArffFile.read(file), file, message);
  }

  @Test
  void shouldReadAMatlabMatrixByRows() throws IOException {
    NumberTable table = MatlabFile.read(matlab(3, 2, 1));

    assertThat(table.columns()).isEqualTo(2);
    assertThat(table.values()).containsExactly(0, 1, 10, 11, 20, 21);
  }

  @Test
  void shouldSayWhatIsWrongWithAMatlabFile() throws IOException {
    Path two = matlab(3, 2, 2);
    assertRefused(() -> MatlabFile.read(two), two, "holds 2 matrices");

    Path cut = matlab(300, 20, 1);
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(() -> MatlabFile.read(cut), cut, "cannot be read to its end");

    Path text = Files.writeString(folder.resolve("text.mat"), "1 2 3");
    assertRefused(() -> MatlabFile.read(text), text, "not a MATLAB version 5 file");
  }

  @Test
  void shouldCutAKnownDataSetIntoTasks() throws IOException {
    RegressionTasks tasks = RegressionData.SARCOS.read(matlab(100, 28, 1), 10, 7);

    TaskSet test = tasks.test();
    assertThat(new int[] {test.dx(), test.dy(), test.size()}).containsExactly(21, 7, 2);
    double[] x = test.tasks().getFirst().x();
    double[] y = test.tasks().getFirst().y();
    assertThat(y[0]).isEqualTo(x[0] + 21);
    assertThat(tasks.training().size()).isEqualTo(6);
  }

  @Test
  void shouldRefuseAnotherDataSetsFileAMissingOneAndAShortOne() throws IOException {
    Path other = Files.writeString(folder.resolve("a.arff"), ARFF);
    assertRefused(
        () -> RegressionData.WQ.read(other, 50, 1), other, "3 columns, but WQ has 16 inputs");
    Path missing = folder.resolve("no.arff");
    assertRefused(() -> RegressionData.SCM20D.read(missing, 50, 1), missing, "no such file");
    Path noMatlab = folder.resolve("no.mat");
    assertRefused(() -> RegressionData.SARCOS.read(noMatlab, 50, 1), noMatlab, "no such file");
    Path few = matlab(100, 28, 1);
    assertRefused(() -> RegressionData.SARCOS.read(few, 50, 1), few, "too few for a task of 50");
  }

  /** A file of equal matrices with {@code 10 row + column} at each place. */
  private Path matlab(int rows, int columns, int matrices) throws IOException {
    Path path = folder.resolve("%d-%d-%d.mat".formatted(rows, columns, matrices));
    try (MatFile file = Mat5.newMatFile()) {
      for (int m = 0; m < matrices; m++) {
        Matrix matrix = Mat5.newMatrix(rows, columns);
        for (int row = 0; row < rows; row++) {
          for (int column = 0; column < columns; column++) {
            matrix.setDouble(row, column, 10 * row + column);
          }
        }
        file.addArray("m" + m, matrix);
      }
      Mat5.writeToFile(file, path.toFile());
    }
    return path;
  }

  private static void assertRefused(Runnable reading, Path file, String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(reading::run)
        .withMessageStartingWith(file.toString())
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }
}

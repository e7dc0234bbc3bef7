package io.mixtide.benchmark.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mixtide.model.data.DataException;
import io.mixtide.model.data.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/** Reads the one matrix of a MATLAB version 5 file, plain or gzipped. */
final class MatlabFile {
  private static final byte[] START = "MATLAB 5.0 MAT-file".getBytes(US_ASCII);

  private MatlabFile() {}

  /**
   * Reads the matrix, as rows.
   *
   * @throws DataException if the file is missing or broken, is of another format, or does not hold
   *     exactly one matrix of finite real numbers
   */
  static NumberTable read(Path file) {
    List<Matrix> matrices = matrices(file, bytes(file));
    if (matrices.size() != 1) {
      throw new DataException(
          "%s: the file holds %d matrices; name one that holds a single matrix."
              .formatted(file, matrices.size()));
    }
    return table(file, matrices.getFirst());
  }

  private static byte[] bytes(Path file) {
    try (InputStream content = DataFile.open(file)) {
      byte[] bytes = content.readAllBytes();
      int start = Math.min(bytes.length, START.length);
      if (start < START.length || !Arrays.equals(bytes, 0, start, START, 0, start)) {
        throw new DataException(
            file + ": this is not a MATLAB version 5 file; save it with the option -v6 or -v7.");
      }
      return bytes;
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }

  private static List<Matrix> matrices(Path file, byte[] bytes) {
    List<Matrix> matrices = new ArrayList<>();
    try {
      for (MatFile.Entry entry : Mat5.newReader(Sources.wrap(bytes)).readMat().getEntries()) {
        if (entry.getValue() instanceof Matrix matrix && matrix.getNumDimensions() == 2) {
          matrices.add(matrix);
        }
      }
    } catch (IOException | RuntimeException e) {
      // A broken file makes the reader throw whatever its parts do.
      throw DataFile.unreadable(file, e);
    }
    return matrices;
  }

  private static NumberTable table(Path file, Matrix matrix) {
    int rows = matrix.getNumRows();
    int columns = matrix.getNumCols();
    double[] values = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double value = matrix.getDouble(row, column);
        if (!Double.isFinite(value) || matrix.isComplex()) {
          throw new DataException(
              "%s: row %d, column %d is not a finite real number; leave such rows out."
                  .formatted(file, row + 1, column + 1));
        }
        values[row * columns + column] = value;
      }
    }
    if (values.length == 0) {
      throw new DataException(file + ": the matrix is empty; name a file with rows.");
    }
    return new NumberTable(columns, values);
  }
}

package io.mixtide.model.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens data files, plain or gzipped, and says what is wrong with one. */
public final class DataFile {
  private static final int BUFFER = 1 << 16;

  private DataFile() {}

  /**
   * Opens a file, unpacked if its name ends in {@code .gz}.
   *
   * @throws DataException if there is no such file
   * @throws IOException if it cannot be read, or is no gzip file though it is named so
   */
  public static InputStream open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": there is no such file; check the path.");
    }
    InputStream raw = Files.newInputStream(file);
    if (!file.toString().endsWith(".gz")) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw, BUFFER);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** What to throw when reading an opened file failed. */
  public static DataException unreadable(Path file, Exception cause) {
    return new DataException(
        "%s: the file cannot be read to its end (%s); is it whole?"
            .formatted(file, rootMessage(cause)),
        cause);
  }

  /** The message of the first cause, on one line. */
  static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.replaceAll("\\s+", " ");
  }
}

package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that a command will write: checked before the work begins, and written whole or not at
 * all. A file that is there is replaced.
 */
public final class OutputFile {
  private final String option;
  private final Path file;
  private final Path temporary;

  private OutputFile(String option, Path file, Path temporary) {
    this.option = option;
    this.file = file;
    this.temporary = temporary;
  }

  /** Writes a file's content to the path given. */
  @FunctionalInterface
  public interface Content {
    /** Writes it. */
    void writeTo(Path path) throws IOException;
  }

  /** The file that {@code --out} names. */
  static OutputFile at(Path file) {
    return at("--out", file);
  }

  /**
   * The file that will be written.
   *
   * @param option of the command line that names it
   * @throws UserErrorException if it cannot be
   */
  public static OutputFile at(String option, Path file) {
    @Nullable Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new UserErrorException("%s %s is a folder; name a file in it".formatted(option, file));
    }
    if (!Files.isDirectory(folder)) {
      throw new UserErrorException(
          "%s %s: there is no folder %s; make it, or name a file elsewhere"
              .formatted(option, file, folder));
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UserErrorException(
          "%s %s is not a regular file and cannot be replaced; name another"
              .formatted(option, file));
    }
    // In the same folder, so that the move is atomic; the end of the name may choose the format.
    OutputFile output =
        new OutputFile(option, file, folder.resolve(".partial-" + file.getFileName()));
    output.save(path -> Files.write(path, new byte[0]), false);
    return output;
  }

  /**
   * Writes the file.
   *
   * @return its size in bytes
   * @throws UserErrorException if it cannot be written
   */
  public long write(Content content) {
    return save(content, true);
  }

  private long save(Content content, boolean keep) {
    try {
      content.writeTo(temporary);
      long size = Files.size(temporary);
      if (keep) {
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return size;
    } catch (IOException e) {
      throw new UserErrorException(
          "%s %s cannot be written (%s); name a file where you may write, with room left"
              .formatted(option, file, reason(e)),
          e);
    } finally {
      deleteTemporary();
    }
  }

  private void deleteTemporary() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException ignored) {
      // What failed before it says more.
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}

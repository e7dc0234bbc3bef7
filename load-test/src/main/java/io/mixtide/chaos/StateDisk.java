package io.mixtide.chaos;

import io.mixtide.app.embedded.DirectoryTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where an instance keeps its state: a small file system of its own, in memory, which can be filled
 * to the last byte; or just a directory, where this process may not mount any.
 */
final class StateDisk implements AutoCloseable {
  private static final int BLOCK = 1 << 20;

  private final Path root;
  private final boolean mounted;

  /**
   * @param root a directory to be made
   * @param sizeMiB of the file system
   */
  StateDisk(Path root, long sizeMiB) {
    this.root = root;
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mounted = run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(sizeMiB), "tmpfs", path());
  }

  /** Whether it can be filled. */
  boolean isMounted() {
    return mounted;
  }

  /** The directory for the state. */
  Path state() {
    return root.resolve("state");
  }

  /** Takes what space there is. */
  void fill() {
    try (FileChannel file =
        FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (true) {
        file.write(ByteBuffer.allocate(BLOCK));
      }
    } catch (IOException e) {
      // There is no space left.
    }
  }

  /** Gives the space back. */
  void free() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the state. */
  void wipe() {
    if (Files.exists(state())) {
      DirectoryTree.delete(state());
    }
  }

  @Override
  public void close() {
    if (mounted) {
      // Lazily: who was just killed may still have files open.
      run("umount", "-l", path());
    }
  }

  private Path filler() {
    return root.resolve("filler");
  }

  private String path() {
    return root.toAbsolutePath().toString();
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

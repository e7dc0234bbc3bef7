package io.mixtide.benchmark.stream;

import io.mixtide.app.UserErrorException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Mixtide wrote for one event, for a service that writes the same and computes nothing.
 *
 * @param task of the store of tasks
 * @param observation of the log of observations
 * @param posterior of that topic
 * @param prediction of that topic
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record RecordBytes(byte[] task, byte[] observation, byte[] posterior, byte[] prediction) {

  /** Reads what {@link #write} wrote. */
  static RecordBytes read(Path file) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      return new RecordBytes(bytes(in), bytes(in), bytes(in), bytes(in));
    } catch (IOException e) {
      throw new UserErrorException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  /** Writes it to a file. */
  void write(Path file) {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (byte[] value : new byte[][] {task, observation, posterior, prediction}) {
        out.writeInt(value.length);
        out.write(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.mixtide.model.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Tasks of one shape.
 *
 * @param dx inputs of an observation
 * @param dy outputs of an observation
 * @param tasks the tasks, in order of their first arrival
 */
public record TaskSet(int dx, int dy, List<Task> tasks) {

  /**
   * @throws IllegalArgumentException if a task has another {@code dx} or {@code dy}
   */
  public TaskSet {
    tasks = List.copyOf(tasks);
    for (Task task : tasks) {
      if (task.dx() != dx || task.dy() != dy) {
        throw new IllegalArgumentException(
            "task '%s' has shape %d, %d in a set of %d, %d"
                .formatted(task.name(), task.dx(), task.dy(), dx, dy));
      }
    }
  }

  /** Number of tasks. */
  public int size() {
    return tasks.size();
  }

  /** Number of observations over all tasks. */
  public long observations() {
    return tasks.stream().mapToLong(Task::size).sum();
  }

  /**
   * SHA-256, in lower-case hex, over the names, sizes and values of the tasks in their order: each
   * name in UTF-8 with its length before it, then the size, then x and y, all big-endian.
   */
  public String sha256() {
    MessageDigest digest = Sha256.begin();
    for (Task task : tasks) {
      byte[] name = task.name().getBytes(UTF_8);
      ByteBuffer bytes =
          ByteBuffer.allocate(
              2 * Integer.BYTES + name.length + Double.BYTES * (task.x().length + task.y().length));
      bytes.putInt(name.length).put(name).putInt(task.size());
      for (double[] values : new double[][] {task.x(), task.y()}) {
        for (double value : values) {
          bytes.putDouble(value);
        }
      }
      digest.update(bytes.flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

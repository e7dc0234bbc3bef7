package io.mixtide.model.retraining;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.data.Sha256;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tasks in three parts by a hash of their names. A name is always in the same part, so what one
 * round is judged by no other round has learnt from.
 *
 * @param training tasks to learn from
 * @param thresholds tasks that scores and percentiles are measured on
 * @param gate tasks that a candidate is judged by
 */
public record TaskSplit(TaskSet training, TaskSet thresholds, TaskSet gate) {

  /** The parts. */
  public enum Part {
    /** To learn from. */
    TRAINING,
    /** To measure scores and percentiles on. */
    THRESHOLDS,
    /** To judge a candidate by. */
    GATE
  }

  /**
   * Splits tasks.
   *
   * @param holdout share of all names that is held out, half of it for each of the other parts, in
   *     (0, 1)
   */
  public static TaskSplit of(TaskSet tasks, double holdout) {
    Map<Part, List<Task>> parts =
        tasks.tasks().stream().collect(Collectors.groupingBy(task -> partOf(task.name(), holdout)));
    return new TaskSplit(
        part(tasks, parts, Part.TRAINING),
        part(tasks, parts, Part.THRESHOLDS),
        part(tasks, parts, Part.GATE));
  }

  private static TaskSet part(TaskSet whole, Map<Part, List<Task>> parts, Part part) {
    return new TaskSet(whole.dx(), whole.dy(), parts.getOrDefault(part, List.of()));
  }

  /** The part of a task by its name: by the first 64 bits of the SHA-256 of its UTF-8 form. */
  public static Part partOf(String task, double holdout) {
    byte[] hash = Sha256.begin().digest(task.getBytes(UTF_8));
    double place = (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
    if (place >= holdout) {
      return Part.TRAINING;
    }
    return place < holdout / 2 ? Part.THRESHOLDS : Part.GATE;
  }
}

package io.mixtide.model.retraining;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.data.Sha256;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Tasks in three parts by a hash of their names, and the latest ones apart. A name is always in the
 * same part, so what one round is judged by no other round has learnt from.
 *
 * <p>The latest tasks are not learnt from either, for they alone tell of the future: tasks of one
 * time resemble each other, and a candidate that has learnt their time by heart does well on those
 * of them that it has not seen, and badly ever after. On Beijing's air a round on 17 days gained
 * 0.4 nats on unseen tasks of these days and lost 0.4 on the months that followed.
 *
 * @param training tasks to learn from
 * @param thresholds tasks that scores and percentiles are measured on
 * @param gate tasks that a candidate is judged by
 * @param later tasks that a candidate is judged by too, all later than those of {@code training}
 */
public record TaskSplit(TaskSet training, TaskSet thresholds, TaskSet gate, TaskSet later) {
  private static final double LATEST = 0.2;

  /** Enough to judge by; more would only keep what is new from being learnt. */
  private static final int MOST_LATEST = 400;

  /** The parts. */
  public enum Part {
    /** To learn from, but for the latest. */
    TRAINING,
    /** To measure scores and percentiles on. */
    THRESHOLDS,
    /** To judge a candidate by. */
    GATE
  }

  /**
   * Splits tasks.
   *
   * @param tasks in the order of their arrival
   * @param holdout share of all names that is held out, half of it for each of the other parts, in
   *     (0, 1)
   */
  public static TaskSplit of(TaskSet tasks, double holdout) {
    int latest = (int) Math.min(MOST_LATEST, LATEST * tasks.size());
    List<Task> early = tasks.tasks().subList(0, tasks.size() - latest);
    List<Task> late = tasks.tasks().subList(tasks.size() - latest, tasks.size());
    return new TaskSplit(
        part(tasks, early, Part.TRAINING, holdout),
        part(tasks, tasks.tasks(), Part.THRESHOLDS, holdout),
        part(tasks, tasks.tasks(), Part.GATE, holdout),
        part(tasks, late, Part.TRAINING, holdout));
  }

  private static TaskSet part(TaskSet whole, List<Task> of, Part part, double holdout) {
    return new TaskSet(
        whole.dx(),
        whole.dy(),
        of.stream().filter(task -> partOf(task.name(), holdout) == part).toList());
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

package io.mixtide.app.topology;

import io.mixtide.model.engine.BatchedInference;
import io.mixtide.model.release.Release;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The release in force at work; another is put to work when it is in force at the next record. */
final class InForce {
  private final Supplier<Release> release;
  private final Function<Release, BatchedInference> opener;
  private @Nullable BatchedInference inference;
  private @Nullable TaskAdaptation task;

  /**
   * @param release the release in force
   * @param opener puts a release to work
   */
  InForce(Supplier<Release> release, Function<Release, BatchedInference> opener) {
    this.release = release;
    this.opener = opener;
  }

  /** The task at hand under the release that is in force now. */
  @SuppressWarnings("ReferenceEquality") // one object per activation, asked before every record
  TaskAdaptation task() {
    Release now = release.get();
    if (task == null || task.release() != now) {
      close();
      inference = opener.apply(now);
      task = new TaskAdaptation(now, inference);
    }
    return task;
  }

  /** What infers for {@link #task}. */
  BatchedInference inference() {
    return Objects.requireNonNull(inference);
  }

  /** Gives back what the engine holds. */
  void close() {
    if (inference != null) {
      inference.close();
      inference = null;
      task = null;
    }
  }
}

package io.mixtide.model.engine;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.TaskInference;
import io.mixtide.model.inference.TaskState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of records will ask for, inferred in one batch: for each record one arrival at most,
 * and any number of queries, which see that arrival and no other.
 *
 * <p>Holds room for the records' states and answers: one instance serves one run after another, and
 * one thread.
 */
public final class InferenceRun {
  private final InferenceEngine engine;
  private final TaskInference inference;
  private final List<Note> room = new ArrayList<>();
  private int size;
  private final List<TaskState> tasks = new ArrayList<>();
  private final List<double[]> xs = new ArrayList<>();
  private final List<double[]> ys = new ArrayList<>();
  private final List<TaskState> asked = new ArrayList<>();
  private final List<double[]> queries = new ArrayList<>();
  private final List<Mixture> mixtures = new ArrayList<>();
  private double[] scores = {};
  private String inferredBy = "";

  /** What one record asks for: its arrival or -1, and queries from the first to before the end. */
  private static final class Note {
    final TaskState state;
    int arrival;
    int firstQuery;
    int endOfQueries;

    Note(TaskState state) {
      this.state = state;
    }
  }

  /**
   * @param inference makes states and mixtures of the model's sizes
   */
  InferenceRun(InferenceEngine engine, TaskInference inference) {
    this.engine = engine;
    this.inference = inference;
  }

  /**
   * Notes what a record will ask for.
   *
   * @param before its task's state before it; copied
   * @param x of its arrival {@code [dx]}, or null if it has none
   * @param y of its arrival {@code [dy]}, or null if it has none
   * @param queries of its queries {@code [queries][dx]}, which the model must be able to take
   * @return the record's number in the run
   */
  public int note(
      TaskState before, double @Nullable [] x, double @Nullable [] y, double[][] queries) {
    if (size == room.size()) {
      room.add(new Note(inference.newState()));
    }
    Note note = room.get(size);
    note.state.set(before);
    note.arrival = -1;
    if (x != null && y != null) {
      note.arrival = tasks.size();
      tasks.add(note.state);
      xs.add(x);
      ys.add(y);
    }
    note.firstQuery = asked.size();
    for (double[] query : queries) {
      asked.add(note.state);
      this.queries.add(query);
    }
    note.endOfQueries = asked.size();
    return size++;
  }

  /** Infers all that is noted. */
  public void infer() {
    if (tasks.isEmpty() && asked.isEmpty()) {
      return;
    }
    while (mixtures.size() < asked.size()) {
      mixtures.add(inference.newMixture());
    }
    scores =
        engine.infer(new InferenceBatch(tasks, flat(xs), flat(ys), asked, flat(queries), mixtures));
    // A card that failed in this batch has left all of it to the processor.
    inferredBy = engine.name();
  }

  private static double[] flat(List<double[]> rows) {
    int width = rows.isEmpty() ? 0 : rows.getFirst().length;
    double[] flat = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, flat, i * width, width);
    }
    return flat;
  }

  /** Forgets all that is noted. */
  public void clear() {
    size = 0;
    tasks.clear();
    xs.clear();
    ys.clear();
    asked.clear();
    queries.clear();
  }

  /** The state of a record's task after its arrival. */
  public TaskState state(int record) {
    return room.get(record).state;
  }

  boolean hasArrival(int record) {
    return room.get(record).arrival >= 0;
  }

  /** The score of a record's arrival; NaN if it is refused. */
  double score(int record) {
    return scores[room.get(record).arrival];
  }

  int firstQuery(int record) {
    return room.get(record).firstQuery;
  }

  int endOfQueries(int record) {
    return room.get(record).endOfQueries;
  }

  /** Where a query asks, {@code [dx]}. */
  double[] query(int query) {
    return queries.get(query);
  }

  /** The answer to it. */
  Mixture mixture(int query) {
    return mixtures.get(query);
  }

  /** The engine that inferred the run. */
  String inferredBy() {
    return inferredBy;
  }
}

package io.mixtide.model.engine;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskInference;
import io.mixtide.model.inference.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine at work on one task after another that infers ahead: what some records will ask for is
 * noted, inferred in one batch, and given when their turn comes. What was not noted is inferred
 * when it is asked for, to the same bits.
 *
 * <p>A batch has at most one arrival of a task. The queries of a record see the arrivals of its
 * task that were noted before them, those of the same record too, and none that was noted later.
 */
public final class BatchedInference implements TaskInference {
  private static final Note NOTHING = new Note(-1, 0, 0);

  /** What a record asks for: an arrival or -1, and queries from the first to before the end. */
  private record Note(int arrival, int first, int end) {}

  private final InferenceEngine engine;
  private final TaskInference single;

  /** Scratch space for states, the first {@code used} of them taken. */
  private final List<TaskState> states = new ArrayList<>();

  private int used;
  private final Map<String, TaskState> arrived = new HashMap<>();
  private final Map<Integer, Note> notes = new HashMap<>();
  private final List<TaskState> tasks = new ArrayList<>();
  private final List<double[]> xs = new ArrayList<>();
  private final List<double[]> ys = new ArrayList<>();
  private final List<TaskState> asked = new ArrayList<>();
  private final List<double[]> queries = new ArrayList<>();
  private @Nullable Inferences inferred;
  private String inferredBy = "";

  private int arrival = NOTHING.arrival;
  private int query;
  private int end;
  private boolean ahead;

  /**
   * @param engine closed with this
   * @param processor makes states without observations, and infers many observations of one task
   *     where the engine is the processor too
   */
  BatchedInference(InferenceEngine engine, Inference processor) {
    this.engine = engine;
    single = new EngineInference(engine, processor);
  }

  /** Whether an arrival of the task is noted. */
  public boolean hasArrival(String task) {
    return arrived.containsKey(task);
  }

  /**
   * Notes what a record will ask for.
   *
   * @param record its number in the batch
   * @param task its task, of which no arrival is noted if it has one itself
   * @param before the task's state before the arrivals that are noted; copied
   * @param x of its arrival {@code [dx]}, or null if it has none
   * @param y of its arrival {@code [dy]}, or null
   * @param queries of its queries {@code [queries][dx]}, which the model must be able to take
   */
  public void note(
      int record,
      String task,
      TaskState before,
      double @Nullable [] x,
      double @Nullable [] y,
      double[][] queries) {
    int index = NOTHING.arrival;
    if (x != null && y != null) {
      if (hasArrival(task)) {
        throw new IllegalStateException("a batch has one arrival of a task at most");
      }
      index = tasks.size();
      TaskState state = copy(before);
      arrived.put(task, state);
      tasks.add(state);
      xs.add(x);
      ys.add(y);
    }
    int first = asked.size();
    if (queries.length > 0) {
      TaskState state = arrived.get(task);
      if (state == null) {
        state = copy(before);
      }
      for (double[] at : queries) {
        asked.add(state);
        this.queries.add(at);
      }
    }
    notes.put(record, new Note(index, first, asked.size()));
  }

  private TaskState copy(TaskState state) {
    if (used == states.size()) {
      states.add(single.newState());
    }
    TaskState copy = states.get(used++);
    copy.set(state);
    return copy;
  }

  /** Infers everything that is noted, in one batch. */
  public void infer() {
    if (tasks.isEmpty() && asked.isEmpty()) {
      return;
    }
    inferred = engine.infer(new InferenceBatch(tasks, flat(xs), flat(ys), asked, flat(queries)));
    // A card that failed in this batch has left all of it to the processor.
    inferredBy = engine.name();
  }

  private static double[] flat(List<double[]> rows) {
    return rows.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** Begins with a record: what was inferred for it is given from here on. */
  public void turnTo(int record) {
    Note note = notes.getOrDefault(record, NOTHING);
    arrival = note.arrival;
    query = note.first;
    end = note.end;
    ahead = arrival != NOTHING.arrival || query < end;
  }

  /** Forgets everything that is noted. */
  public void clear() {
    arrived.clear();
    notes.clear();
    tasks.clear();
    xs.clear();
    ys.clear();
    asked.clear();
    queries.clear();
    inferred = null;
    used = 0;
    turnTo(NOTHING.arrival);
  }

  @Override
  public String engine() {
    return ahead ? inferredBy : single.engine();
  }

  @Override
  public TaskState newState() {
    return single.newState();
  }

  @Override
  public void reset(TaskState state) {
    single.reset(state);
  }

  @Override
  public double observe(TaskState state, double[] x, double[] y) {
    if (inferred == null || arrival == NOTHING.arrival) {
      return single.observe(state, x, y);
    }
    int taken = arrival;
    arrival = NOTHING.arrival;
    double score = Inference.finite(inferred.scores()[taken]);
    state.set(tasks.get(taken));
    return score;
  }

  @Override
  public int observeAll(
      TaskState state, List<double[]> x, List<double[]> y, Consumer<TaskState> taken) {
    return single.observeAll(state, x, y, taken);
  }

  /** Others than the record's queries, such as x's that may be worth a label, come in between. */
  @Override
  public Mixture predict(TaskState state, double[] x) {
    return inferred != null && query < end && Arrays.equals(queries.get(query), x)
        ? inferred.mixtures().get(query++)
        : single.predict(state, x);
  }

  @Override
  public Mixture newMixture() {
    return single.newMixture();
  }

  @Override
  public void close() {
    engine.close();
  }
}

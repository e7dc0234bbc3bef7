package io.mixtide.model.engine;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskInference;
import io.mixtide.model.inference.TaskState;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine at work on one task after another, to which the inferences of {@link InferenceRun runs}
 * are given when their records' turns come. What was not inferred ahead is inferred when it is
 * asked for, to the same bits.
 */
public final class BatchedInference implements TaskInference {
  private final InferenceEngine engine;
  private final TaskInference single;
  private @Nullable InferenceRun run;
  private int record;
  private int query;

  /**
   * @param engine infers runs; closed with this
   * @param single infers what is not of a run
   */
  BatchedInference(InferenceEngine engine, TaskInference single) {
    this.engine = engine;
    this.single = single;
  }

  /** Room for runs, to be inferred by the same engine. */
  public InferenceRun newRun() {
    return new InferenceRun(engine, single);
  }

  /**
   * Begins with a record: what its run inferred for it is given from here on, to a state that is
   * the run's {@link InferenceRun#state}.
   */
  public void turnTo(InferenceRun run, int record) {
    this.run = run;
    this.record = record;
    query = run.firstQuery(record);
  }

  /** Ends with the record: all that follows is inferred when it is asked for. */
  public void endTurn() {
    run = null;
  }

  @Override
  public String engine() {
    return run != null ? run.inferredBy() : single.engine();
  }

  @Override
  public TaskState newState() {
    return single.newState();
  }

  @Override
  public void reset(TaskState state) {
    single.reset(state);
  }

  /** With an arrival of a run the state has taken it already. */
  @Override
  public double observe(TaskState state, double[] x, double[] y) {
    return run != null && run.hasArrival(record)
        ? Inference.finite(run.score(record))
        : single.observe(state, x, y);
  }

  @Override
  public int observeAll(
      TaskState state, List<double[]> x, List<double[]> y, Consumer<TaskState> taken) {
    return single.observeAll(state, x, y, taken);
  }

  /** Others than the record's queries, such as x's that may be worth a label, come in between. */
  @Override
  public void predict(TaskState state, double[] x, Mixture mixture) {
    if (run != null && query < run.endOfQueries(record) && Arrays.equals(run.query(query), x)) {
      mixture.set(run.mixture(query++));
    } else {
      single.predict(state, x, mixture);
    }
  }

  @Override
  public void expect(double[] x, double[][] queries) {
    if (run == null) {
      single.expect(x, queries);
    }
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

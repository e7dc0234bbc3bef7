package io.mixtide.nd4j;

import static io.mixtide.nd4j.ArrayProgram.columns;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Weighting;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One inference with input experts for each of a fixed number of tasks, in ND4J's arrays and in
 * standardised units: what {@link io.mixtide.model.inference.Inference#observe} computes. All
 * arrays are made once, and parts of one are views, so that nothing is put together or taken apart.
 * For one thread.
 */
public final class ArrayInference implements AutoCloseable {
  private final ArrayProgram program;
  private final Architecture sizes;
  private final int width;
  private final int experts;
  private final INDArray before;
  private final INDArray count;
  private final INDArray x;
  private final INDArray y;
  private final INDArray after;
  private final INDArray score;

  /** The given network for so many tasks. */
  public ArrayInference(InputNetwork network, int tasks, Layers layers) {
    program = new ArrayProgram(tasks);
    sizes = network.architecture();
    width = sizes.embedding();
    experts = sizes.experts();
    int sums = width + experts;
    before = program.room(sums + experts);
    after = program.room(sums + experts);
    count = program.room(1);
    x = program.room(sizes.dx());
    y = program.room(sizes.dy());
    score = program.room(1);

    ArrayExperts densities = new ArrayExperts(program, sizes, network.trunk(), x, layers);
    INDArray logDensity = densities.logDensity(y);
    score(columns(before, sums, sums + experts), logDensity);
    int q = sizes.dx() + sizes.dy();
    INDArray observation = program.room(q + experts);
    program.copy(columns(observation, 0, sizes.dx()), x);
    program.copy(columns(observation, sizes.dx(), q), y);
    program.softmax(columns(observation, q, q + experts), logDensity);
    INDArray phi = program.room(width);
    layers.add(program, network.embedding(), observation, phi);
    program.add("add", columns(after, 0, width), columns(before, 0, width), phi);
    program.add(
        "add",
        columns(after, width, sums),
        columns(before, width, sums),
        columns(observation, q, q + experts));

    INDArray n = program.room(1);
    program.add("add", n, count, 1);
    INDArray pooled = program.room(width + 1 + experts);
    pool(pooled, n);
    INDArray o = program.room(network.head().out());
    layers.add(program, network.head(), pooled, o);
    concentration(o, n, columns(pooled, width + 1, width + 1 + experts));
  }

  private void score(INDArray alpha, INDArray logDensity) {
    INDArray terms = program.room(experts);
    program.log(terms, alpha);
    program.add("add", terms, terms, logDensity);
    program.logSumExp(score, terms);
    INDArray total = program.room(1);
    program.reduce("reduce_sum", total, alpha, 1);
    program.log(total, total);
    program.add("subtract", score, score, total);
    program.add("subtract", score, score, sizes.dy() * Kernels.HALF_LOG_TWO_PI);
  }

  private void pool(INDArray pooled, INDArray n) {
    program.add("divide", columns(pooled, 0, width), columns(after, 0, width), n);
    INDArray size = program.room(1);
    program.add("add", size, n, 1);
    program.log(size, size);
    program.add("multiply", columns(pooled, width, width + 1), size, 0.5f);
    program.add(
        "divide",
        columns(pooled, width + 1, width + 1 + experts),
        columns(after, width, width + experts),
        n);
  }

  private void concentration(INDArray o, INDArray n, INDArray q) {
    INDArray alpha = columns(after, width + experts, width + 2 * experts);
    if (sizes.weighting() == Weighting.UNIFORM) {
      alpha.assign(1);
      return;
    }
    program.softplus(alpha, columns(o, 0, experts));
    program.add("add", alpha, alpha, ConcentrationHead.MIN_ALPHA);
    if (sizes.weighting() != Weighting.DIRICHLET_WITH_EVIDENCE) {
      return;
    }
    INDArray share = program.room(experts);
    program.add("add", share, q, ConcentrationHead.MIN_Q);
    program.log(share, share);
    program.add("add", share, share, columns(o, experts + 1, 2 * experts + 1));
    INDArray shares = program.room(experts);
    program.softmax(shares, share);
    INDArray evidence = program.room(1);
    program.add("sigmoid", evidence, columns(o, experts, experts + 1));
    program.add("multiply", evidence, evidence, n);
    program.add("multiply", shares, shares, evidence);
    program.add("add", alpha, alpha, shares);
  }

  /** Floats of a task's state: sums of embeddings and of responsibilities, then alpha. */
  public int stateSize() {
    return width + 2 * experts;
  }

  /**
   * Says what the next runs infer at.
   *
   * @param states before, {@code [tasks, stateSize]}
   * @param counts sizes of the contexts before, {@code [tasks]}
   * @param x of the arrivals {@code [tasks, dx]}
   * @param y of the arrivals {@code [tasks, dy]}
   */
  public void set(float[] states, float[] counts, float[] x, float[] y) {
    ArrayProgram.write(states, before);
    ArrayProgram.write(counts, count);
    ArrayProgram.write(x, this.x);
    ArrayProgram.write(y, this.y);
  }

  /** Infers. */
  public void run() {
    program.run();
  }

  /** States after the latest run, {@code [tasks, stateSize]}. */
  public float[] states() {
    return ArrayProgram.read(after);
  }

  /** {@code ln p(y | x, context before)} of the latest run, in nats, {@code [tasks]}. */
  public float[] scores() {
    return ArrayProgram.read(score);
  }

  @Override
  public void close() {
    program.close();
  }
}

package io.mixtide.benchmark.training.nd4j;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * From the contexts to the concentrations and back. Rows are pooled by a product with a matrix of
 * {@code 1/n}. The last step, some numbers a task, is plain Java: it would be nothing but overhead
 * of calls, and the particles are drawn in Java anyway.
 */
final class PriorNetwork {
  private final Architecture sizes;
  private final int tasks;
  private final Stack embedding;
  private final Stack head;
  private final ConcentrationHead concentration;
  private final INDArray xy;
  private final INDArray pool;
  private final INDArray h;
  private final INDArray q;
  private final float[] hostXy;
  private final float[] hostPool;
  private final float[] hostH;
  private final float[] hostQ;
  private final float[] hostInput;
  private final float[] o;
  private final float[] oDelta;
  private int[] contextSize = {};

  PriorNetwork(Architecture sizes, int tasks, int mostRows, Stack embedding, Stack head) {
    this.sizes = sizes;
    this.tasks = tasks;
    this.embedding = embedding;
    this.head = head;
    concentration = new ConcentrationHead(Kernels.of("vector"), sizes);
    int width = sizes.dx() + sizes.dy();
    xy = Arrays32.room(mostRows, width);
    pool = Arrays32.room(mostRows, tasks);
    h = Arrays32.room(tasks, sizes.embedding());
    q = Arrays32.room(tasks, sizes.experts());
    hostXy = new float[mostRows * width];
    hostPool = new float[mostRows * tasks];
    hostH = new float[tasks * sizes.embedding()];
    hostQ = new float[tasks * sizes.experts()];
    hostInput = new float[tasks * (sizes.embedding() + 1 + sizes.experts())];
    o = new float[tasks * (2 * sizes.experts() + 1)];
    oDelta = new float[o.length];
  }

  /**
   * Takes the contexts through the network.
   *
   * @param responsibilities of the experts for the context rows {@code [rows, experts]}
   */
  void forward(Batch batch, INDArray responsibilities) {
    contextSize = batch.contextSize();
    int rows = batch.contextRows();
    if (rows > 0) {
      embed(batch, rows, responsibilities);
    }
    int e = sizes.embedding();
    int experts = sizes.experts();
    Arrays32.read(h, hostH, hostH.length);
    Arrays32.read(q, hostQ, hostQ.length);
    int width = e + 1 + experts;
    for (int k = 0; k < tasks; k++) {
      int n = contextSize[k];
      if (n == 0) {
        Arrays.fill(hostH, k * e, (k + 1) * e, 0f);
        Arrays.fill(hostQ, k * experts, (k + 1) * experts, 1f / experts);
      }
      System.arraycopy(hostH, k * e, hostInput, k * width, e);
      hostInput[k * width + e] = ConcentrationHead.sizeFeature(n);
      System.arraycopy(hostQ, k * experts, hostInput, k * width + e + 1, experts);
    }
    Arrays32.write(hostInput, hostInput.length, head.input());
    head.forward(tasks);
    Arrays32.read(head.output(tasks), o, o.length);
  }

  private void embed(Batch batch, int rows, INDArray responsibilities) {
    int dx = sizes.dx();
    int dy = sizes.dy();
    int width = dx + dy;
    Arrays.fill(hostPool, 0, rows * tasks, 0f);
    int row = 0;
    for (int k = 0; k < tasks; k++) {
      for (int i = 0; i < contextSize[k]; i++, row++) {
        System.arraycopy(batch.contextX(), row * dx, hostXy, row * width, dx);
        System.arraycopy(batch.contextY(), row * dy, hostXy, row * width + dx, dy);
        hostPool[row * tasks + k] = 1f / contextSize[k];
      }
    }
    Arrays32.write(hostXy, rows * width, xy);
    Arrays32.write(hostPool, rows * tasks, pool);
    INDArray input = Arrays32.rows(embedding.input(), rows);
    columns(input, 0, width).assign(Arrays32.rows(xy, rows));
    columns(input, width, width + sizes.experts()).assign(responsibilities);
    embedding.forward(rows);
    INDArray pooling = Arrays32.rows(pool, rows);
    Arrays32.transposedProduct(pooling, embedding.output(rows), h);
    Arrays32.transposedProduct(pooling, responsibilities, q);
  }

  private static INDArray columns(INDArray of, int from, int to) {
    return of.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  /** The concentration of a task, {@code [experts]}. */
  void concentration(int task, float[] alpha) {
    int experts = sizes.experts();
    concentration.forward(
        contextSize[task], hostQ, task * experts, o, task * (2 * experts + 1), alpha);
  }

  /** Takes the loss's gradient at a task's concentration, {@code [experts]}. */
  void concentrationGradient(int task, float[] gradient) {
    int experts = sizes.experts();
    concentration.backward(
        contextSize[task], hostQ, task * experts, o, task * (2 * experts + 1), gradient, oDelta);
  }

  /**
   * Sets the gradients of the parameters; those of the embedding stay if every context is empty.
   *
   * @param ones {@code [1, most rows]}
   */
  void backward(int rows, INDArray ones) {
    Arrays32.write(oDelta, oDelta.length, head.outputDelta(tasks));
    head.backward(tasks, firstColumns(ones, tasks), true);
    if (rows == 0) {
      return;
    }
    INDArray hDelta = columns(head.inputDelta(tasks), 0, sizes.embedding()).dup('c');
    Arrays32.product(Arrays32.rows(pool, rows), hDelta, embedding.outputDelta(rows));
    embedding.backward(rows, firstColumns(ones, rows), false);
  }

  private static INDArray firstColumns(INDArray ones, int columns) {
    return ones.columns() == columns ? ones : Nd4j.ones(1, columns);
  }
}

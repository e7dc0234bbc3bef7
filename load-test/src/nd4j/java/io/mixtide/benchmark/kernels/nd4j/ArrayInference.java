package io.mixtide.benchmark.kernels.nd4j;

import io.mixtide.benchmark.kernels.Arrivals;
import io.mixtide.benchmark.kernels.InferencePeer.Prepared;
import io.mixtide.benchmark.kernels.Posteriors;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.InputNetwork;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An inference in ND4J's arrays, for outputs of one dimension. All are made once, and parts of one
 * are views, so that nothing is put together or taken apart.
 */
final class ArrayInference implements Prepared {
  private final List<Runnable> steps = new ArrayList<>();
  private final int tasks;
  private final int width;
  private final int experts;
  private final INDArray alphaAfter;
  private final INDArray score;
  private final INDArray sumsAfter;

  ArrayInference(InputNetwork network, Arrivals arrivals, Networks networks) {
    Architecture sizes = network.architecture();
    tasks = arrivals.tasks();
    width = sizes.embedding();
    experts = sizes.experts();
    int dx = sizes.dx();
    INDArray x = given(arrivals.x(), dx);
    INDArray observation = room(dx + 1 + experts);
    columns(observation, 0, dx).assign(x);
    INDArray y = columns(observation, dx, dx + 1);
    y.assign(given(arrivals.y(), 1));
    INDArray alpha = given(arrivals.alpha(), experts);

    INDArray parameters = room(2 * experts);
    steps.add(networks.prepare(network.trunk(), x, parameters));
    INDArray logDensity = logDensity(parameters, y);
    score = room(1);
    score(alpha, logDensity);
    INDArray q = columns(observation, dx + 1, dx + 1 + experts);
    add(Operators.softmax(q, logDensity));

    INDArray phi = room(width);
    steps.add(networks.prepare(network.embedding(), observation, phi));
    INDArray sums = given(arrivals.sums(), width + experts);
    sumsAfter = room(width + experts);
    add("add", columns(sumsAfter, 0, width), columns(sums, 0, width), phi);
    add(
        "add",
        columns(sumsAfter, width, width + experts),
        columns(sums, width, width + experts),
        q);

    INDArray n = room(1);
    INDArray pooled = room(width + 1 + experts);
    add("add", n, given(arrivals.count(), 1), number(1));
    add("divide", columns(pooled, 0, width), columns(sumsAfter, 0, width), n);
    INDArray qMean = columns(pooled, width + 1, width + 1 + experts);
    add("divide", qMean, columns(sumsAfter, width, width + experts), n);
    INDArray larger = room(1);
    add("add", larger, n, number(1));
    log(larger, larger);
    add("multiply", columns(pooled, width, width + 1), larger, number(0.5f));

    INDArray o = room(2 * experts + 1);
    steps.add(networks.prepare(network.head(), pooled, o));
    alphaAfter = room(experts);
    concentration(o, n, qMean);
  }

  private INDArray logDensity(INDArray parameters, INDArray y) {
    INDArray sigma = room(experts);
    add("softplus", sigma, columns(parameters, experts, 2 * experts));
    add("add", sigma, sigma, number(ExpertDensities.MIN_SIGMA));
    INDArray d = room(experts);
    add("subtract", d, y, columns(parameters, 0, experts));
    add("divide", d, d, sigma);
    add("multiply", d, d, d);
    add("multiply", d, d, number(-0.5f));
    log(sigma, sigma);
    add("subtract", d, d, sigma);
    return d;
  }

  private void score(INDArray alpha, INDArray logDensity) {
    INDArray terms = room(experts);
    log(alpha, terms);
    add("add", terms, terms, logDensity);
    add(Operators.alongRows("reduce_logsumexp", score, terms));
    INDArray total = room(1);
    add(Operators.alongRows("reduce_sum", total, alpha));
    log(total, total);
    add("subtract", score, score, total);
    add("subtract", score, score, number(Kernels.HALF_LOG_TWO_PI));
  }

  private void concentration(INDArray o, INDArray n, INDArray q) {
    add("softplus", alphaAfter, columns(o, 0, experts));
    add("add", alphaAfter, alphaAfter, number(ConcentrationHead.MIN_ALPHA));
    INDArray share = room(experts);
    add("add", share, q, number(ConcentrationHead.MIN_Q));
    log(share, share);
    add("add", share, share, columns(o, experts + 1, 2 * experts + 1));
    INDArray shares = room(experts);
    add(Operators.softmax(shares, share));
    INDArray evidence = room(1);
    add("sigmoid", evidence, columns(o, experts, experts + 1));
    add("multiply", evidence, evidence, n);
    add("multiply", shares, shares, evidence);
    add("add", alphaAfter, alphaAfter, shares);
  }

  private void add(String operator, INDArray output, INDArray... inputs) {
    add(Operators.of(operator, output, inputs));
  }

  private void add(CustomOp operator) {
    steps.add(() -> Operators.run(operator));
  }

  private void log(INDArray input, INDArray output) {
    Log log = new Log(input, output);
    steps.add(() -> Nd4j.getExecutioner().exec(log));
  }

  private INDArray room(int size) {
    return Nd4j.createUninitialized(tasks, size);
  }

  private INDArray given(float[] values, int size) {
    return Nd4j.create(values, new int[] {tasks, size}, 'c');
  }

  private static INDArray number(float value) {
    return Nd4j.scalar(value);
  }

  private static INDArray columns(INDArray of, int from, int to) {
    return of.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  @Override
  public void run() {
    for (Runnable step : steps) {
      step.run();
    }
  }

  @Override
  public Posteriors posteriors() {
    return new Posteriors(
        alphaAfter.ravel().toFloatVector(),
        score.ravel().toFloatVector(),
        sumsAfter.ravel().toFloatVector());
  }

  @Override
  public void close() {}
}

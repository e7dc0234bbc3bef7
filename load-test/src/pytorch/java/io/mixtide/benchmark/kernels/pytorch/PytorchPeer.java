package io.mixtide.benchmark.kernels.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import com.google.auto.service.AutoService;
import io.mixtide.benchmark.kernels.Arrivals;
import io.mixtide.benchmark.kernels.InferencePeer;
import io.mixtide.benchmark.kernels.Posteriors;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Matrix;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.Dense;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import java.util.ArrayList;
import java.util.List;

/** One operator after another, eagerly, as a Python program would; for outputs of one dimension. */
@AutoService(InferencePeer.class)
public final class PytorchPeer implements InferencePeer {

  /** Public for the service loader. */
  public PytorchPeer() {}

  @Override
  public String name() {
    return "pytorch";
  }

  @Override
  public Prepared prepare(InputNetwork network, Arrivals arrivals) {
    // Read when the engine is loaded. It takes its libraries from the class path.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    return new Run(network, arrivals);
  }

  private record Layer(NDArray weight, NDArray bias) {}

  private static final class Run implements Prepared {
    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
    private final Architecture sizes;
    private final List<Layer> trunk;
    private final List<Layer> embedding;
    private final List<Layer> head;
    private final NDArray x;
    private final NDArray y;
    private final NDArray count;
    private final NDArray sums;
    private final NDArray alpha;
    private NDArray alphaAfter;
    private NDArray score;
    private NDArray sumsAfter;

    Run(InputNetwork network, Arrivals arrivals) {
      sizes = network.architecture();
      trunk = layers(network.trunk());
      embedding = layers(network.embedding());
      head = layers(network.head());
      int tasks = arrivals.tasks();
      x = manager.create(arrivals.x(), new Shape(tasks, sizes.dx()));
      y = manager.create(arrivals.y(), new Shape(tasks, 1));
      count = manager.create(arrivals.count(), new Shape(tasks, 1));
      sums = manager.create(arrivals.sums(), new Shape(tasks, sizes.embedding() + sizes.experts()));
      alpha = manager.create(arrivals.alpha(), new Shape(tasks, sizes.experts()));
      alphaAfter = alpha.duplicate();
      score = y.duplicate();
      sumsAfter = sums.duplicate();
    }

    private List<Layer> layers(Mlp mlp) {
      List<Layer> layers = new ArrayList<>();
      for (Dense dense : mlp.layers()) {
        float[] weight = Matrix.transposed(dense.weight(), dense.in(), dense.out());
        layers.add(
            new Layer(
                manager.create(weight, new Shape(dense.out(), dense.in())),
                manager.create(dense.bias(), new Shape(dense.out()))));
      }
      return layers;
    }

    private static NDArray forward(List<Layer> layers, NDArray input) {
      NDArray output = input;
      for (int i = 0; i < layers.size(); i++) {
        Layer layer = layers.get(i);
        output = Linear.linear(output, layer.weight, layer.bias).singletonOrThrow();
        if (i + 1 < layers.size()) {
          output = Activation.relu(output);
        }
      }
      return output;
    }

    @Override
    public void run() {
      alphaAfter.close();
      score.close();
      sumsAfter.close();
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        infer();
        NDScope.unregister(alphaAfter, score, sumsAfter);
      }
    }

    private void infer() {
      int experts = sizes.experts();
      var parameters = forward(trunk, x).split(2, 1);
      NDArray sigma = Activation.softPlus(parameters.get(1)).addi(ExpertDensities.MIN_SIGMA);
      NDArray d = y.sub(parameters.get(0)).divi(sigma);
      NDArray logDensity = d.mul(d).muli(-0.5f).subi(sigma.log());
      NDArray joint = alpha.log().addi(logDensity);
      NDArray most = joint.max(new int[] {1}, true);
      NDArray logSum = joint.subi(most).exp().sum(new int[] {1}, true).log().addi(most);
      score = logSum.subi(alpha.sum(new int[] {1}, true).log()).subi(Kernels.HALF_LOG_TWO_PI);
      NDArray q = logDensity.softmax(1);
      NDArray phi = forward(embedding, NDArrays.concat(list(x, y, q), 1));
      sumsAfter = NDArrays.concat(list(phi, q), 1).addi(sums);
      NDArray n = count.add(1);
      var means = sumsAfter.div(n).split(new long[] {sizes.embedding()}, 1);
      NDArray size = n.add(1).log().muli(0.5f);
      NDArray pooled = NDArrays.concat(list(means.get(0), size, means.get(1)), 1);
      var o = forward(head, pooled).split(new long[] {experts, experts + 1L}, 1);
      NDArray share = means.get(1).add(ConcentrationHead.MIN_Q).log().addi(o.get(2)).softmax(1);
      NDArray evidence = Activation.sigmoid(o.get(1)).mul(n);
      alphaAfter =
          Activation.softPlus(o.get(0))
              .addi(ConcentrationHead.MIN_ALPHA)
              .addi(share.muli(evidence));
    }

    private static NDList list(NDArray... arrays) {
      return new NDList(arrays);
    }

    @Override
    public Posteriors posteriors() {
      return new Posteriors(
          alphaAfter.toFloatArray(), score.toFloatArray(), sumsAfter.toFloatArray());
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}

package io.mixtide.model.onnx;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Weighting;

/**
 * One inference with input experts as an ONNX file, in standardised units, the batch being dynamic:
 * what {@link io.mixtide.model.inference.Inference#observe} computes.
 *
 * <table>
 * <caption>Tensors, each {@code [batch, width]} of floats</caption>
 * <tr><td>inputs</td><td>{@code x} {@code [dx]} and {@code y} {@code [dy]} of the arrival; of the
 * context before: {@code count} {@code [1]}, {@code embeddings} {@code [embedding]} and {@code
 * responsibilities} {@code [experts]}, its sums, and {@code alpha} {@code [experts]}, the posterior
 * </td></tr>
 * <tr><td>outputs</td><td>{@code mu} and {@code sigma} {@code [experts · dy]}, the experts at x;
 * {@code score} {@code [1]}, ln p(y | x, context before); and of the context after: {@code
 * embeddings_after}, {@code responsibilities_after} and {@code alpha_after}</td></tr>
 * </table>
 */
public final class OnnxInference {

  private final OnnxGraph graph = new OnnxGraph();
  private final InputNetwork network;
  private final Architecture sizes;

  private OnnxInference(InputNetwork network) {
    this.network = network;
    sizes = network.architecture();
  }

  /** The file's bytes, equal for equal networks. */
  public static byte[] of(InputNetwork network) {
    return new OnnxInference(network).build();
  }

  private byte[] build() {
    int experts = sizes.experts();
    int width = sizes.embedding();
    String x = graph.input("x", sizes.dx());
    String y = graph.input("y", sizes.dy());
    String count = graph.input("count", 1);
    String embeddings = graph.input("embeddings", width);
    String responsibilities = graph.input("responsibilities", experts);
    String alpha = graph.input("alpha", experts);

    String logDensity = logDensity(x, y);
    score(logDensity, alpha);
    String q = graph.along(1, "q", "Softmax", logDensity);
    String phi =
        OnnxMlp.layers(
            graph, "phi", network.embedding(), graph.along(1, "observation", "Concat", x, y, q));
    String phiSum = graph.named("embeddings_after", "Add", embeddings, phi);
    String qSum = graph.named("responsibilities_after", "Add", responsibilities, q);
    graph.output(phiSum, width);
    graph.output(qSum, experts);

    String one = graph.constant(1f);
    String n = graph.node("Add", count, one);
    String qMean = graph.node("Div", qSum, n);
    String half = graph.constant(0.5f);
    String size = graph.node("Mul", graph.node("Log", graph.node("Add", n, one)), half);
    String pooled = graph.along(1, "pooled", "Concat", graph.node("Div", phiSum, n), size, qMean);
    concentration(OnnxMlp.layers(graph, "head", network.head(), pooled), n, qMean);
    graph.output("alpha_after", experts);
    return graph.toBytes("mixtide-inference", "One inference, in standardised units.");
  }

  /** {@code ln p_l(y|x)} but for its constant, {@code [batch, experts]}. */
  private String logDensity(String x, String y) {
    int experts = sizes.experts();
    int dy = sizes.dy();
    String[] parameters =
        graph.split(
            OnnxMlp.layers(graph, "trunk", network.trunk(), x),
            (long) experts * dy,
            (long) experts * dy);
    String mu = graph.named("mu", "Identity", parameters[0]);
    String minimum = graph.constant(ExpertDensities.MIN_SIGMA);
    String sigma = graph.named("sigma", "Add", graph.node("Softplus", parameters[1]), minimum);
    graph.output(mu, experts * dy);
    graph.output(sigma, experts * dy);
    String repeated = dy == 1 ? y : graph.node("Tile", y, graph.integers(1L, experts));
    String d = graph.node("Div", graph.node("Sub", repeated, parameters[0]), sigma);
    String exponent = graph.node("Mul", graph.node("Mul", d, d), graph.constant(-0.5f));
    String each = graph.node("Sub", exponent, graph.node("Log", sigma));
    if (dy == 1) {
      return each;
    }
    // The constant 0 of a new shape keeps the batch.
    String apart = graph.node("Reshape", each, graph.integers(0L, experts, dy));
    String summed = graph.node("ReduceSum", apart, graph.integers(2L));
    return graph.node("Reshape", summed, graph.integers(0L, experts));
  }

  private void score(String logDensity, String alpha) {
    String joint = graph.logSumExp(graph.node("Add", graph.node("Log", alpha), logDensity));
    String total = graph.node("Log", graph.node("ReduceSum", alpha, graph.integers(1L)));
    String constant = graph.constant(Kernels.HALF_LOG_TWO_PI * sizes.dy());
    String score = graph.named("score", "Sub", graph.node("Sub", joint, total), constant);
    graph.output(score, 1);
  }

  private void concentration(String o, String n, String q) {
    if (sizes.weighting() == Weighting.UNIFORM) {
      graph.named("alpha_after", "Identity", "alpha");
      return;
    }
    int experts = sizes.experts();
    String minimum = graph.constant(ConcentrationHead.MIN_ALPHA);
    if (sizes.weighting() != Weighting.DIRICHLET_WITH_EVIDENCE) {
      graph.named("alpha_after", "Add", graph.node("Softplus", o), minimum);
      return;
    }
    String[] parts = graph.split(o, experts, 1, experts);
    String prior = graph.node("Add", graph.node("Softplus", parts[0]), minimum);
    String evidence = graph.node("Mul", graph.node("Sigmoid", parts[1]), n);
    String logQ = graph.node("Log", graph.node("Add", q, graph.constant(ConcentrationHead.MIN_Q)));
    String share = graph.along(1, "share", "Softmax", graph.node("Add", logQ, parts[2]));
    graph.named("alpha_after", "Add", prior, graph.node("Mul", share, evidence));
  }
}

package io.mixtide.model.onnx;

import io.mixtide.model.network.Dense;
import io.mixtide.model.network.Mlp;

/**
 * Dense layers as an ONNX file, the batch being dynamic: from {@code input} {@code [batch, in]} to
 * {@code output} {@code [batch, out]}.
 */
public final class OnnxMlp {
  private OnnxMlp() {}

  /** The file's bytes, equal for equal networks. */
  public static byte[] of(Mlp mlp) {
    OnnxGraph graph = new OnnxGraph();
    String last = layers(graph, "layers", mlp, graph.input("input", mlp.in()));
    graph.output(graph.named("output", "Identity", last), mlp.out());
    return graph.toBytes("mixtide-layers", "Dense layers with ReLU between them.");
  }

  /**
   * Adds the layers to a graph.
   *
   * @param name that their parameters' names begin with
   * @return the output of the last one
   */
  static String layers(OnnxGraph graph, String name, Mlp mlp, String input) {
    String output = input;
    for (int i = 0; i < mlp.layers().size(); i++) {
      Dense layer = mlp.layers().get(i);
      String parameters = "%s.%d.".formatted(name, 2 * i);
      String weight =
          graph.constant(parameters + "weight", layer.weight(), layer.in(), layer.out());
      String bias = graph.constant(parameters + "bias", layer.bias(), layer.out());
      output = graph.node("Gemm", output, weight, bias);
      if (i + 1 < mlp.layers().size()) {
        output = graph.node("Relu", output);
      }
    }
    return output;
  }
}

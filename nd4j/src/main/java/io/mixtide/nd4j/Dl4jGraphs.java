package io.mixtide.nd4j;

import io.mixtide.model.network.Dense;
import io.mixtide.model.network.Mlp;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;

/** A release's networks as DL4J's computation graphs. */
public final class Dl4jGraphs {
  private Dl4jGraphs() {}

  /**
   * The graph of one network, with copies of its weights.
   *
   * @return from {@code input} {@code [rows, in]} to the last layer, {@code [rows, out]}
   */
  public static ComputationGraph of(Mlp network) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder()
            .addInputs("input");
    String below = "input";
    for (int i = 0; i < network.layers().size(); i++) {
      Dense layer = network.layers().get(i);
      boolean last = i + 1 == network.layers().size();
      builder.addLayer(
          name(i),
          new DenseLayer.Builder()
              .nIn(layer.in())
              .nOut(layer.out())
              .activation(last ? Activation.IDENTITY : Activation.RELU)
              .build(),
          below);
      below = name(i);
    }
    ComputationGraph graph = new ComputationGraph(builder.setOutputs(below).build());
    graph.init();
    for (int i = 0; i < network.layers().size(); i++) {
      Dense layer = network.layers().get(i);
      int[] shape = {layer.in(), layer.out()};
      graph.setParam(name(i) + "_W", Nd4j.create(layer.weight(), shape, 'c'));
      graph.setParam(name(i) + "_b", Nd4j.create(layer.bias(), new int[] {1, layer.out()}, 'c'));
    }
    return graph;
  }

  private static String name(int layer) {
    return "layer" + layer;
  }
}

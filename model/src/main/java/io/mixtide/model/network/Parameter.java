package io.mixtide.model.network;

import java.util.List;

/**
 * One named array of parameters.
 *
 * @param name as in the state of the equivalent PyTorch module: {@code trunk.0.weight}
 * @param values the parameters themselves, not a copy
 * @param in inputs of the layer, or 0 for a vector
 * @param out outputs of the layer
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the layer it belongs to
public record Parameter(String name, float[] values, int in, int out) {

  /** The same parameter with other values, as many. */
  public Parameter with(float[] others) {
    return new Parameter(name, others, in, out);
  }

  static void add(List<Parameter> all, String name, Mlp mlp) {
    for (int i = 0; i < mlp.layers().size(); i++) {
      // The activations between count as modules of their own in a PyTorch sequence.
      add(all, name + "." + 2 * i, mlp.layers().get(i));
    }
  }

  static void add(List<Parameter> all, String name, Dense layer) {
    all.add(new Parameter(name + ".weight", layer.weight(), layer.in(), layer.out()));
    all.add(new Parameter(name + ".bias", layer.bias(), 0, layer.out()));
  }

  static void add(List<Parameter> all, String name, LayerNorm norm) {
    all.add(new Parameter(name + ".weight", norm.weight(), 0, norm.weight().length));
    all.add(new Parameter(name + ".bias", norm.bias(), 0, norm.bias().length));
  }
}

package io.mixtide.model.network;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** The networks of a Neural Mixture Density Process: shared experts and prior network. */
public sealed interface Network permits InputNetwork, ContextNetwork {

  /** What fixes the shape. */
  Architecture architecture();

  /** Every array of parameters, in a fixed order. */
  List<Parameter> parameters();

  /**
   * A network with random parameters. The means of the experts start spread evenly, so that no two
   * experts begin alike.
   */
  static Network random(Architecture a, UniformRandomProvider random) {
    return a.hasContextExperts()
        ? ContextNetwork.random(a, random)
        : InputNetwork.random(a, random);
  }

  /** A network of the given shape, all zero. */
  static Network zeros(Architecture a) {
    return a.hasContextExperts() ? ContextNetwork.zeros(a) : InputNetwork.zeros(a);
  }

  /** How many parameters a network of the given shape has. */
  static long size(Architecture a) {
    return a.hasContextExperts() ? ContextNetwork.size(a) : InputNetwork.size(a);
  }

  /** A network of the same shape with copies of the parameters. */
  default Network copy() {
    Network copy = zeros(architecture());
    List<Parameter> from = parameters();
    List<Parameter> to = copy.parameters();
    for (int i = 0; i < from.size(); i++) {
      float[] values = from.get(i).values();
      System.arraycopy(values, 0, to.get(i).values(), 0, values.length);
    }
    return copy;
  }

  /** Whether every parameter is a finite number. */
  default boolean isFinite() {
    for (Parameter parameter : parameters()) {
      for (float value : parameter.values()) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }
}

package io.mixtide.model.inference;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.ContextNetwork;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;

/**
 * What the two kinds of expert do, each in its own way, with one task at a time, in standardised
 * units. Holds scratch space: one instance serves one thread.
 */
sealed interface Adaptation permits InputAdaptation, ContextAdaptation {

  /** The way of the given network's kind. */
  static Adaptation of(Network network, Kernels kernels) {
    return switch (network) {
      case InputNetwork input -> new InputAdaptation(input, kernels);
      case ContextNetwork context -> new ContextAdaptation(context, kernels);
    };
  }

  /**
   * Says at which x's the experts are evaluated next. What does not depend on the context is then
   * done for all of them together, for little more than for one; results are the same.
   *
   * @param x {@code [rows, dx]}
   */
  void expect(int rows, float[] x);

  /**
   * Evaluates the experts at one x.
   *
   * @param x {@code [dx]}
   * @return means, then raw scales, {@code [2 · experts · dy]}; overwritten by the next call
   */
  float[] experts(TaskState state, float[] x);

  /**
   * Adds an observation to the state's sums and tokens; count and concentration stay.
   *
   * @param logDensity {@code ln p_l(y|x)}, {@code [experts]}
   */
  void add(TaskState state, float[] x, float[] y, float[] logDensity);

  /** Infers the state's concentration from its count and sums. */
  void concentrate(TaskState state);
}

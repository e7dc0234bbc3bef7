package io.mixtide.model.training;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.ContextNetwork;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import java.util.List;

/**
 * The way of one share of a step's tasks through a network, forward and back. Rows of all tasks lie
 * one after another. Holds the intermediate values of one pass; one instance serves one thread.
 */
sealed interface NetworkPass permits InputPass, ContextPass {

  /** Room for a number of tasks of at most so many context and target rows each. */
  static NetworkPass of(
      Network network, Kernels kernels, int tasks, int mostContext, int mostTargets) {
    return switch (network) {
      case InputNetwork input -> new InputPass(input, kernels, tasks, mostContext, mostTargets);
      case ContextNetwork context ->
          new ContextPass(context, kernels, tasks, mostContext, mostTargets);
    };
  }

  /** Takes the tasks through the network. */
  void forward(List<TaskCut> batch);

  /** {@code ln p_l(y_i|x_i)} of all targets, {@code [target rows, experts]}. */
  float[] logDensity();

  /**
   * The concentration of a task.
   *
   * @param alpha receives {@code [experts]}
   */
  void concentration(int task, float[] alpha);

  /**
   * Takes the loss's gradient at a task's concentration.
   *
   * @param gradient dJ/d alpha {@code [experts]}
   */
  void concentrationGradient(int task, float[] gradient);

  /**
   * Adds the gradients of the parameters, once every task's concentration has its own.
   *
   * @param t the negative of the loss's gradient at {@link #logDensity}
   */
  void backward(float[] t);

  /** Where {@link #backward} adds to, in the network's shape. */
  Network gradients();
}

package io.mixtide.nd4j;

import io.mixtide.model.network.Mlp;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How the layers of a network are evaluated. */
public interface Layers {

  /**
   * Adds a network to a program.
   *
   * @param input {@code [rows, in]}
   * @param output {@code [rows, out]}
   */
  void add(ArrayProgram program, Mlp network, INDArray input, INDArray output);
}

package io.mixtide.benchmark.kernels.nd4j;

import io.mixtide.model.network.Mlp;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How the layers of a network are evaluated. */
interface Networks {

  /**
   * Makes a network ready.
   *
   * @param input read at every run, {@code [tasks, in]}
   * @param output written at every run, {@code [tasks, out]}
   */
  Runnable prepare(Mlp network, INDArray input, INDArray output);
}

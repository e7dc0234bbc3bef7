package io.mixtide.nd4j;

import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.Mlp;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The experts of {@link ExpertDensities} in ND4J's arrays. */
final class ArrayExperts {
  private final ArrayProgram program;
  private final Architecture sizes;
  private final int half;
  private final INDArray parameters;
  private final INDArray sigma;

  /**
   * Adds their evaluation to a program.
   *
   * @param x {@code [rows, dx]}, standardised
   */
  ArrayExperts(ArrayProgram program, Architecture sizes, Mlp trunk, INDArray x, Layers layers) {
    this.program = program;
    this.sizes = sizes;
    half = sizes.experts() * sizes.dy();
    parameters = program.room(2 * half);
    sigma = program.room(half);
    layers.add(program, trunk, x, parameters);
    program.softplus(sigma, ArrayProgram.columns(parameters, half, 2 * half));
    program.add("add", sigma, sigma, ExpertDensities.MIN_SIGMA);
  }

  /** Means, then something else, {@code [rows, 2 · experts · dy]}. */
  INDArray means() {
    return parameters;
  }

  /** Standard deviations, {@code [rows, experts · dy]}. */
  INDArray sigmas() {
    return sigma;
  }

  /**
   * Adds {@code ln p_l(y|x)} to the program, but for its constant.
   *
   * @param y {@code [rows, dy]}, standardised
   * @return {@code [rows, experts]}
   */
  INDArray logDensity(INDArray y) {
    INDArray values = y;
    if (sizes.dy() > 1) {
      values = program.room(half);
      program.tile(values, y, sizes.experts());
    }
    INDArray d = program.room(half);
    program.add("subtract", d, values, ArrayProgram.columns(parameters, 0, half));
    program.add("divide", d, d, sigma);
    program.add("multiply", d, d, d);
    program.add("multiply", d, d, -0.5f);
    INDArray logSigma = program.room(half);
    program.log(logSigma, sigma);
    program.add("subtract", d, d, logSigma);
    if (sizes.dy() == 1) {
      return d;
    }
    INDArray sum = program.room(sizes.experts());
    INDArray apart = d.reshape('f', program.rows(), sizes.dy(), sizes.experts());
    program.reduce("reduce_sum", sum, apart, 1);
    return sum;
  }
}

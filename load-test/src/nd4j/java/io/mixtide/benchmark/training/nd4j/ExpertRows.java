package io.mixtide.benchmark.training.nd4j;

import io.mixtide.benchmark.training.nd4j.FlatParameters.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SoftPlus;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The experts at rows of {@code (x, y)}. The output layer is cut in two, means and raw scales, so
 * that neither is a strided view.
 */
final class ExpertRows {
  private static final double MIN_SIGMA = 0.01;

  private final Stack trunk;
  private final Layer mean;
  private final Layer scale;
  private final int experts;
  private final int dy;
  private final INDArray y;
  private final INDArray mu;
  private final INDArray s;
  private final INDArray sigma;
  private final INDArray work;
  private final INDArray deviation;

  ExpertRows(Stack trunk, Layer mean, Layer scale, int experts, int dy, int mostRows) {
    this.trunk = trunk;
    this.mean = mean;
    this.scale = scale;
    this.experts = experts;
    this.dy = dy;
    y = Arrays32.room(mostRows, experts * dy);
    mu = Arrays32.room(mostRows, experts * dy);
    s = Arrays32.room(mostRows, experts * dy);
    sigma = Arrays32.room(mostRows, experts * dy);
    work = Arrays32.room(mostRows, experts * dy);
    deviation = Arrays32.room(mostRows, experts * dy);
  }

  /** To be filled before {@link #logDensity}: {@code [most rows, dx]}. */
  INDArray x() {
    return trunk.input();
  }

  /** To be filled too: {@code [most rows, experts · dy]}, y once for every expert. */
  INDArray y() {
    return y;
  }

  /**
   * {@code ln p_l(y|x)} but for its constant, {@code [rows, experts]}; the caller may change it.
   */
  INDArray logDensity(int rows) {
    trunk.forward(rows);
    INDArray h = trunk.output(rows);
    INDArray rowsMu = Arrays32.rows(mu, rows);
    INDArray rowsS = Arrays32.rows(s, rows);
    INDArray rowsSigma = Arrays32.rows(sigma, rows);
    INDArray rowsWork = Arrays32.rows(work, rows);
    INDArray d = Arrays32.rows(deviation, rows);
    mean.forward(h, rowsMu);
    scale.forward(h, rowsS);
    Nd4j.exec(new SoftPlus(rowsS, rowsSigma));
    rowsSigma.addi(MIN_SIGMA);
    Arrays32.rows(y, rows).subi(rowsMu, d);
    d.divi(rowsSigma);
    // Mu is not needed any more: its room takes the log of sigma.
    Nd4j.exec(new Log(rowsSigma, rowsMu));
    d.muli(d, rowsWork);
    rowsWork.muli(-0.5).subi(rowsMu);
    return dy == 1
        ? rowsWork
        : rowsWork.reshape('c', rows * experts, dy).sum(1).reshape('c', rows, experts);
  }

  /**
   * Sets the gradients of the experts' parameters.
   *
   * @param gradient the loss's gradient at {@link #logDensity}, of the same rows; changed
   * @param ones {@code [1, rows]}
   */
  void backward(int rows, INDArray gradient, INDArray ones) {
    INDArray share = gradient;
    if (dy > 1) {
      share =
          gradient
              .reshape('c', rows * experts, 1)
              .broadcast(rows * experts, dy)
              .dup('c')
              .reshape('c', rows, experts * dy);
    }
    INDArray rowsMu = Arrays32.rows(mu, rows);
    INDArray rowsS = Arrays32.rows(s, rows);
    INDArray rowsWork = Arrays32.rows(work, rows);
    INDArray d = Arrays32.rows(deviation, rows);
    share.divi(Arrays32.rows(sigma, rows));
    // d ln p / d mu = d / sigma, d ln p / d s = (d² − 1) / sigma · sigmoid(s).
    d.muli(share, rowsMu);
    Nd4j.exec(new Sigmoid(rowsS, rowsS));
    d.muli(d, rowsWork);
    rowsWork.subi(1).muli(share).muli(rowsS);
    INDArray h = trunk.output(rows);
    mean.backward(h, rowsMu, ones);
    scale.backward(h, rowsWork, ones);
    INDArray below = trunk.outputDelta(rows);
    Arrays32.productTransposed(rowsMu, mean.weight(), below);
    Nd4j.gemm(rowsWork, scale.weight(), below, false, true, 1, 1);
    trunk.backward(rows, ones, false);
  }
}

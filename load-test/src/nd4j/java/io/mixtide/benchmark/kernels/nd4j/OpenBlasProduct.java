package io.mixtide.benchmark.kernels.nd4j;

import com.google.auto.service.AutoService;
import io.mixtide.benchmark.kernels.ProductPeer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** OpenBLAS' sgemm, which ND4J's matrix product is. */
@AutoService(ProductPeer.class)
public final class OpenBlasProduct implements ProductPeer {

  /** Public for the service loader. */
  public OpenBlasProduct() {}

  @Override
  public String name() {
    return "openblas";
  }

  @Override
  public Runnable prepare(int size) {
    INDArray a = matrix(size, 0.5f);
    INDArray b = matrix(size, 0.25f);
    INDArray c = matrix(size, 0f);
    return () -> Nd4j.gemm(a, b, c, false, false, 1, 0);
  }

  private static INDArray matrix(int size, float value) {
    // In columns one after another, as BLAS would have it.
    INDArray matrix = Nd4j.createUninitialized(new int[] {size, size}, 'f');
    return matrix.assign(value);
  }
}

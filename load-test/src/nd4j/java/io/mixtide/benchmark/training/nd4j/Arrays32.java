package io.mixtide.benchmark.training.nd4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What ND4J's arrays of floats are made, filled and read by: whole blocks of memory. */
final class Arrays32 {

  private Arrays32() {}

  /** Room for a matrix, row-major. */
  static INDArray room(int rows, int columns) {
    return Nd4j.createUninitialized(new int[] {Math.max(1, rows), columns}, 'c');
  }

  /** The first rows, not a copy. */
  static INDArray rows(INDArray of, int rows) {
    return of.rows() == rows ? of : rows(of, 0, rows);
  }

  /** Rows {@code from} to {@code to}, without the latter; not a copy. */
  static INDArray rows(INDArray of, int from, int to) {
    return of.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }

  /** Copies the first {@code length} floats into an array that is not a view. */
  static void write(float[] from, int length, INDArray to) {
    new FloatPointer(to.data().pointer()).put(from, 0, length);
  }

  /** Copies the first {@code length} floats out of an array that is not a view. */
  static void read(INDArray from, float[] to, int length) {
    new FloatPointer(from.data().pointer()).get(to, 0, length);
  }

  /** {@code c = a b}. */
  static void product(INDArray a, INDArray b, INDArray c) {
    Nd4j.gemm(a, b, c, false, false, 1, 0);
  }

  /** {@code c += a b}. */
  static void addProduct(INDArray a, INDArray b, INDArray c) {
    Nd4j.gemm(a, b, c, false, false, 1, 1);
  }

  /** {@code c = aᵀ b}. */
  static void transposedProduct(INDArray a, INDArray b, INDArray c) {
    Nd4j.gemm(a, b, c, true, false, 1, 0);
  }

  /** {@code c = a bᵀ}. */
  static void productTransposed(INDArray a, INDArray b, INDArray c) {
    Nd4j.gemm(a, b, c, false, true, 1, 0);
  }
}

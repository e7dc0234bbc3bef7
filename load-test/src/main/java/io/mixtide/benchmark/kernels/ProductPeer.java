package io.mixtide.benchmark.kernels;

/**
 * A library's product of large matrices in single precision, on one thread, found by {@link
 * java.util.ServiceLoader}.
 */
public interface ProductPeer {

  /** The library's name. */
  String name();

  /** A product of two square matrices of {@code size} rows, into room made before. */
  Runnable prepare(int size);
}

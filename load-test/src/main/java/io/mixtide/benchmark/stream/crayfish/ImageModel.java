package io.mixtide.benchmark.stream.crayfish;

import io.mixtide.model.network.Mlp;

/** A network that scores images, one a call. For one thread. */
public interface ImageModel extends AutoCloseable {

  /**
   * Scores of the classes.
   *
   * @param image {@code [inputs]}
   * @return {@code [outputs]}, new
   */
  float[] scores(float[] image);

  @Override
  void close();

  /** Makes models; one that needs a native library is found by {@link java.util.ServiceLoader}. */
  interface Provider {

    /** A model for one thread. */
    ImageModel model(Mlp network);
  }
}

package io.mixtide.benchmark.training.nd4j;

/** Where the particles of a task come from. */
@FunctionalInterface
interface Particles {
  /**
   * Draws them.
   *
   * @param alpha the task's concentration {@code [experts]}
   * @param logZ receives log weights {@code [particles, experts]}
   */
  void draw(float[] alpha, float[] logZ);
}

package io.mixtide.benchmark.stream.crayfish;

import io.mixtide.model.network.Mlp;
import io.mixtide.model.random.RandomStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The feed-forward network of Crayfish and its inputs: 28 by 28 random brightnesses, four hidden
 * layers of 32 with ReLU, scores of 10 classes; 28,618 parameters. Weights are random here, since
 * no multiplication takes longer for its factors.
 *
 * @see <a href="https://doi.org/10.48786/edbt.2024.58">Horchidan and others, "Crayfish: Navigating
 *     the Labyrinth of Machine Learning Inference in Stream Processing Systems", EDBT 2024</a>
 * @see <a href="https://github.com/soniahorchidan/crayfish23">its {@code
 *     resources/training/convert_ffnn.py}, which has the layers</a>
 */
public final class Crayfish {
  /** Brightnesses of an image. */
  public static final int INPUTS = 28 * 28;

  /** Classes that are scored. */
  public static final int OUTPUTS = 10;

  private static final int HIDDEN = 32;
  private static final long SEED = 1;

  private Crayfish() {}

  /** The network, always the same. */
  public static Mlp network() {
    return Mlp.random(RandomStream.of(SEED), INPUTS, HIDDEN, HIDDEN, HIDDEN, HIDDEN, OUTPUTS);
  }

  /** An image, {@code [INPUTS]}, uniform in 0 to 1. */
  public static float[] image(UniformRandomProvider random) {
    float[] image = new float[INPUTS];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextFloat();
    }
    return image;
  }
}

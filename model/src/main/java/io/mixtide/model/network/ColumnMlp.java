package io.mixtide.model.network;

import static io.mixtide.model.kernel.Kernels.COLUMNS;

import io.mixtide.model.kernel.Kernels;
import java.util.List;
import java.util.stream.Stream;

/**
 * An {@link Mlp} on {@link Kernels#COLUMNS} inputs at once, each a column of the activations, so
 * that lanes lie across inputs. The bits are those of {@link Mlp#forward} on one after another. It
 * keeps a copy of the weights, which later training does not change. Holds scratch space: one
 * instance serves one thread.
 *
 * <p>MLPs that are evaluated one after another share the room of their hidden layers: less for the
 * processor's caches to hold.
 */
public final class ColumnMlp {
  private final Kernels kernels;
  private final List<Dense> layers;
  private final float[][] packed;
  private final float[][] values;

  /** Room for the hidden layers of any of these MLPs. */
  public static float[][] room(Mlp... mlps) {
    int widest =
        Stream.of(mlps)
            .flatMap(mlp -> mlp.layers().stream())
            .mapToInt(Dense::in)
            .max()
            .orElseThrow();
    return new float[2][widest * COLUMNS];
  }

  /**
   * The MLP as it is now.
   *
   * @param room {@link #room} for its hidden layers, which nobody uses during {@link #forward}
   */
  public ColumnMlp(Mlp mlp, float[][] room, Kernels kernels) {
    this.kernels = kernels;
    layers = mlp.layers();
    packed = new float[layers.size()][];
    values = new float[layers.size() + 1][];
    values[0] = new float[mlp.in() * COLUMNS];
    for (int i = 0; i < layers.size(); i++) {
      Dense layer = layers.get(i);
      packed[i] = kernels.packed(layer.out(), layer.in(), layer.weight());
      boolean hidden = i + 1 < layers.size();
      values[i + 1] = hidden ? room[i % 2] : new float[layer.out() * COLUMNS];
    }
  }

  /** The network's input, to be filled before {@link #forward}, {@code [in, COLUMNS]}. */
  public float[] input() {
    return values[0];
  }

  /** The network's output, {@code [out, COLUMNS]}. */
  public float[] output() {
    return values[layers.size()];
  }

  /** From {@link #input} to {@link #output}. */
  public void forward() {
    for (int i = 0; i < layers.size(); i++) {
      Dense layer = layers.get(i);
      boolean relu = i + 1 < layers.size();
      kernels.affineColumns(
          layer.out(), layer.in(), packed[i], values[i], layer.bias(), relu, values[i + 1]);
    }
  }
}

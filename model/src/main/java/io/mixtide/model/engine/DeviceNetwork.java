package io.mixtide.model.engine;

import io.mixtide.model.kernel.Matrix;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.AttentionBlock;
import io.mixtide.model.network.ContextNetwork;
import io.mixtide.model.network.Dense;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.LayerNorm;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Weighting;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@code inference.cu} wants a network: a table of layers, then for each layer its weights
 * {@code [in, padded outputs]} and its bias. A normalisation is a layer of one input. The constants
 * and the layouts are those of {@code dense.cuh} and of the struct {@code Network}.
 */
final class DeviceNetwork {
  /** Tasks of a block. */
  static final int TASKS = 32;

  /** Threads of a block. */
  static final int THREADS = 128;

  /** Bytes of the struct {@code Network}. */
  static final int STRUCT_BYTES = 2 * Long.BYTES + 12 * Integer.BYTES;

  private static final int PADDING = 64;
  private static final int STAGES_FLOATS = 2 * 16 * 2 * PADDING;
  private static final int LAYER_BYTES = 4 * Integer.BYTES;

  private final Architecture sizes;
  private final List<Dense> layers = new ArrayList<>();

  DeviceNetwork(Network network) {
    sizes = network.architecture();
    switch (network) {
      case InputNetwork input -> {
        layers.addAll(input.trunk().layers());
        layers.addAll(input.embedding().layers());
        layers.addAll(input.head().layers());
      }
      case ContextNetwork context -> {
        add(context.tokenNorm());
        add(context.outputNorm());
        layers.addAll(context.value().layers());
        layers.addAll(context.position().layers());
        layers.addAll(context.decoder().layers());
        layers.add(context.pool());
        layers.addAll(context.head().layers());
        context.blocks().forEach(this::add);
      }
    }
  }

  private void add(LayerNorm norm) {
    layers.add(new Dense(1, norm.weight().length, norm.weight(), norm.bias()));
  }

  /** Keys have no bias, which the softmax would cancel. */
  private void add(AttentionBlock block) {
    int heads = sizes.attention().heads();
    add(block.attentionNorm());
    layers.add(block.attention().query());
    for (int head = 0; head < heads; head++) {
      layers.add(transposed(ofHead(block.attention().key(), head, heads)));
    }
    for (int head = 0; head < heads; head++) {
      layers.add(ofHead(block.attention().value(), head, heads));
    }
    layers.add(block.attention().output());
    add(block.forwardNorm());
    layers.addAll(block.feedForward().layers());
  }

  private static Dense ofHead(Dense layer, int head, int heads) {
    int slice = layer.out() / heads;
    Dense part = Dense.zeros(layer.in(), slice);
    for (int row = 0; row < layer.in(); row++) {
      int from = row * layer.out() + head * slice;
      System.arraycopy(layer.weight(), from, part.weight(), row * slice, slice);
    }
    System.arraycopy(layer.bias(), head * slice, part.bias(), 0, slice);
    return part;
  }

  private static Dense transposed(Dense layer) {
    return new Dense(
        layer.out(),
        layer.in(),
        Matrix.transposed(layer.weight(), layer.in(), layer.out()),
        new float[layer.in()]);
  }

  /** The kernel that takes this network. */
  String kernel() {
    return sizes.hasContextExperts() ? "inferContext" : "inferInput";
  }

  /** Bytes of shared memory that a block needs. */
  long sharedBytes() {
    long floats = 2 * halfTile() + STAGES_FLOATS;
    if (sizes.hasContextExperts()) {
      floats += (1L + sizes.attention().heads()) * sizes.embedding() * TASKS;
    }
    return Float.BYTES * floats;
  }

  /** Floats of one half of a block's tile, which holds a layer's inputs or what scores need. */
  private long halfTile() {
    int lines = 3 * sizes.experts() + sizes.dy();
    for (Dense layer : layers) {
      lines = Math.max(lines, Math.max(layer.in(), layer.out()));
    }
    return (long) TASKS * lines;
  }

  /** Bytes of the table and the weights. */
  long bytes() {
    long floats = 0;
    for (Dense layer : layers) {
      floats += (layer.in() + 1L) * padded(layer);
    }
    return tableBytes() + Float.BYTES * floats;
  }

  private int tableBytes() {
    return padded(layers.size() * LAYER_BYTES);
  }

  private static int padded(Dense layer) {
    return padded(layer.out());
  }

  private static int padded(int size) {
    return (size + PADDING - 1) / PADDING * PADDING;
  }

  /** Writes table and weights, {@link #bytes} long. */
  void write(MemorySegment to) {
    to.fill((byte) 0);
    ByteBuffer table = to.asSlice(0, tableBytes()).asByteBuffer().order(ByteOrder.nativeOrder());
    MemorySegment weights = to.asSlice(tableBytes());
    int offset = 0;
    for (Dense layer : layers) {
      int width = padded(layer);
      table.putInt(offset).putInt(layer.in()).putInt(layer.out()).putInt(width);
      for (int i = 0; i < layer.in(); i++) {
        copy(layer.weight(), i * layer.out(), layer.out(), weights, offset);
        offset += width;
      }
      copy(layer.bias(), 0, layer.out(), weights, offset);
      offset += width;
    }
  }

  private static void copy(float[] from, int at, int length, MemorySegment to, int offset) {
    MemorySegment.copy(from, at, to, ValueLayout.JAVA_FLOAT, (long) Float.BYTES * offset, length);
  }

  /**
   * Writes the struct.
   *
   * @param address where table and weights lie on the device
   */
  void writeStruct(long address, MemorySegment to) {
    Attention attention = sizes.attention();
    ByteBuffer struct = to.asByteBuffer().order(ByteOrder.nativeOrder());
    struct.putLong(address).putLong(address + tableBytes());
    struct.putInt(sizes.dx()).putInt(sizes.dy()).putInt(sizes.experts()).putInt(sizes.embedding());
    struct.putInt(sizes.hasContextExperts() ? sizes.embedding() : sizes.experts());
    struct.putInt(code(sizes.weighting())).putInt(Math.toIntExact(halfTile()));
    struct.putInt(attention.heads()).putInt(attention.blocks()).putInt(attention.window());
    if (sizes.hasContextExperts()) {
      struct.putFloat((float) (1 / Math.sqrt(sizes.embedding() / attention.heads())));
    }
  }

  private static int code(Weighting weighting) {
    return switch (weighting) {
      case UNIFORM -> 0;
      case GATE, DIRICHLET -> 1;
      case DIRICHLET_WITH_EVIDENCE -> 2;
    };
  }
}

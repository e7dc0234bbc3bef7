package io.mixtide.model.engine;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.mixtide.model.cuda.CudaBuffer;
import io.mixtide.model.cuda.CudaDevice;
import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.cuda.CudaException;
import io.mixtide.model.cuda.CudaKernel;
import io.mixtide.model.cuda.CudaStream;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * A graphics card of NVIDIA's, from Volta on. The weights lie on the device; a batch is one copy
 * there, one launch and one copy back, on a stream of this engine's own, between pinned buffers.
 * With context experts it is two launches, since queries look at the tokens that the batch's
 * arrivals leave, and what is copied there are the tokens of every context in the batch, as many as
 * it has. Opening and inferring throw {@link CudaException} where the driver fails or the device
 * has too little memory; states are as they were then.
 *
 * <p>The kernel rounds every operation as the processor does, in the same order, and so should give
 * the same bits. On a processor its source does; on a device it has not been run.
 */
final class CudaEngine implements InferenceEngine {
  private static final int LEAST_CAPABILITY = 70;
  private static final String PTX = "inference.ptx";

  private final Architecture sizes;
  private final Standardisation standardisation;
  private final MemorySegment networkStruct;
  private final MemorySegment batchStruct;
  private final CudaDevice device;
  private final CudaKernel kernel;
  private final CudaStream stream;
  private final CudaBuffer weights;
  private final CudaBuffer input;
  private final CudaBuffer output;
  private final CudaBuffer scratch;

  /** What is to be closed, the latest first. */
  private final Deque<Runnable> closing = new ArrayDeque<>();

  /**
   * @throws CudaException if there is no device, it is too old, or the network is too wide for it
   */
  CudaEngine(CudaDriver driver, Network network, Standardisation standardisation) {
    sizes = network.architecture();
    this.standardisation = standardisation;
    Arena arena = Arena.ofAuto();
    networkStruct = arena.allocate(DeviceNetwork.STRUCT_BYTES, Long.BYTES);
    batchStruct = arena.allocate(DeviceBatch.STRUCT_BYTES, Long.BYTES);
    try {
      device = new CudaDevice(driver);
      closing.push(device::close);
      device.use();
      DeviceNetwork layout = new DeviceNetwork(network);
      check(layout);
      kernel = new CudaKernel(device, ptx(), layout.kernel(), (int) layout.sharedBytes());
      closing.push(kernel::close);
      weights = closed(new CudaBuffer(device));
      input = closed(new CudaBuffer(device));
      output = closed(new CudaBuffer(device));
      scratch = closed(CudaBuffer.onDeviceAlone(device));
      stream = new CudaStream(device);
      closing.push(stream::close);
      closing.push(device::useToClose);
      upload(layout);
    } catch (CudaException e) {
      close();
      throw e;
    }
  }

  /** Refuses a device that no release can be inferred on. */
  static void check(CudaDevice device) {
    if (device.capability() < LEAST_CAPABILITY) {
      throw new CudaException(
          "%s is sm_%d, and sm_%d is needed"
              .formatted(device.name(), device.capability(), LEAST_CAPABILITY));
    }
  }

  private void check(DeviceNetwork layout) {
    check(device);
    if (layout.sharedBytes() > device.sharedBytes()) {
      throw new CudaException(
          "this release's layers need %d bytes of shared memory, and %s has %d"
              .formatted(layout.sharedBytes(), device.name(), device.sharedBytes()));
    }
  }

  private CudaBuffer closed(CudaBuffer buffer) {
    closing.push(buffer::close);
    return buffer;
  }

  private void upload(DeviceNetwork layout) {
    weights.reserve(layout.bytes());
    layout.write(weights.host());
    layout.writeStruct(weights.address(), networkStruct);
    stream.upload(weights, layout.bytes());
    stream.await();
  }

  private static String ptx() {
    try (InputStream in = Objects.requireNonNull(CudaEngine.class.getResourceAsStream(PTX))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String description() {
    return description(device);
  }

  /** The engine on a device. */
  static String description(CudaDevice device) {
    return "cuda (%s, sm_%d)".formatted(device.name(), device.capability());
  }

  @Override
  public double[] infer(InferenceBatch batch) {
    batch.check(sizes, standardisation);
    double[] scores = new double[batch.tasks().size()];
    Arrays.fill(scores, Double.NaN);
    Arrivals arrivals = Arrivals.of(batch, sizes, standardisation);
    BatchContexts contexts = BatchContexts.of(batch, arrivals, sizes.hasContextExperts());
    DeviceBatch layout =
        new DeviceBatch(
            sizes,
            arrivals.number(),
            batch.asked().size(),
            contexts.states().size(),
            contexts.tokens(),
            contexts.mostTokens(sizes.attention().window()));
    if (layout.blocks() > 0) {
      run(batch, arrivals, contexts, layout);
      take(contexts.states(), arrivals, layout, scores);
    }
    answer(batch, layout);
    return scores;
  }

  private void run(
      InferenceBatch batch, Arrivals arrivals, BatchContexts contexts, DeviceBatch layout) {
    device.use();
    input.reserve(layout.inputBytes());
    output.reserve(layout.outputBytes());
    scratch.reserve(layout.scratchBytes());
    MemorySegment to = input.host();
    contexts.write(layout, to);
    write(arrivals.x(), arrivals.number() * sizes.dx(), to, layout.x(0));
    write(arrivals.y(), arrivals.number() * sizes.dy(), to, layout.y(0));
    float[] query = new float[batch.query().length];
    for (int i = 0; i < query.length; i += sizes.dx()) {
      standardisation.x(batch.query(), i, query, i);
    }
    write(query, query.length, to, layout.query(0));

    stream.upload(input, layout.inputBytes());
    if (sizes.hasContextExperts()) {
      launch(layout, 0, layout.arrivalBlocks());
      launch(layout, layout.arrivalBlocks(), layout.queryBlocks());
    } else {
      launch(layout, 0, layout.blocks());
    }
    stream.download(output, layout.outputBytes());
    stream.await();
  }

  private void launch(DeviceBatch layout, int first, int blocks) {
    if (blocks > 0) {
      layout.writeStruct(input.address(), output.address(), scratch.address(), first, batchStruct);
      stream.launch(kernel, blocks, DeviceNetwork.THREADS, networkStruct, batchStruct);
    }
  }

  private static void write(float[] values, int length, MemorySegment to, long at) {
    MemorySegment.copy(values, 0, to, JAVA_FLOAT, at, length);
  }

  private void take(
      List<TaskState> states, Arrivals arrivals, DeviceBatch layout, double[] scores) {
    MemorySegment from = output.host();
    for (int i = 0; i < arrivals.number(); i++) {
      float score = from.get(JAVA_FLOAT, layout.score(i));
      if (Float.isFinite(score)) {
        if (layout.tokenBytes() > 0) {
          states.get(i).takeToken(from, layout.newToken(i));
        }
        states.get(i).take(from, layout.newState(i), score);
        scores[arrivals.task()[i]] = score;
      }
    }
  }

  private void answer(InferenceBatch batch, DeviceBatch layout) {
    int half = sizes.experts() * sizes.dy();
    float[] means = new float[half];
    float[] sigmas = new float[half];
    for (int i = 0; i < batch.asked().size(); i++) {
      long at = layout.mixture(i);
      MemorySegment.copy(output.host(), JAVA_FLOAT, at, means, 0, half);
      MemorySegment.copy(
          output.host(), JAVA_FLOAT, at + layout.halfMixtureBytes(), sigmas, 0, half);
      Mixture mixture = batch.mixtures().get(i);
      Inference.weights(batch.asked().get(i), mixture.weights());
      standardisation.fill(mixture, means, sigmas);
    }
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}

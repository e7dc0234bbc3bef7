package io.mixtide.model.release;

import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.training.TrainingState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An interrupted training as one safetensors file: parameters and both of Adam's moments, and in
 * the metadata the step and what the training is of.
 */
public final class CheckpointFile {
  /** Value of the metadata key {@code format}. */
  public static final String FORMAT = "mixtide-checkpoint/1";

  private static final List<String> PARTS = List.of("parameters", "mean", "square");
  private static final String STEP = "step";
  private static final String TRAINING = "training";

  private CheckpointFile() {}

  /**
   * Writes a state.
   *
   * @param training what it is a state of: data, settings, shape and code, as text
   */
  public static byte[] write(TrainingState state, String training) {
    SequencedMap<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    List<List<Parameter>> values = List.of(state.parameters(), state.mean(), state.square());
    for (int part = 0; part < PARTS.size(); part++) {
      for (Parameter p : values.get(part)) {
        tensors.put(
            PARTS.get(part) + "." + p.name(),
            new Safetensors.Tensor(new int[] {p.values().length}, p.values()));
      }
    }
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", FORMAT);
    metadata.put(STEP, Integer.toString(state.step()));
    metadata.put(TRAINING, training);
    metadata.put(Safetensors.SHA256, new Safetensors(tensors, metadata).sha256());
    return new Safetensors(tensors, metadata).toBytes();
  }

  /**
   * Reads the state of a training of the given shape.
   *
   * @throws InvalidReleaseException if the bytes are no whole, unaltered checkpoint of this very
   *     training; the message says why
   */
  public static TrainingState read(byte[] file, Architecture architecture, String training) {
    Safetensors content = Safetensors.parse(file);
    SortedMap<String, String> metadata = content.metadata();
    if (!FORMAT.equals(metadata.get("format"))) {
      throw new InvalidReleaseException(
          "its format is %s, not %s".formatted(metadata.get("format"), FORMAT));
    }
    if (!content.sha256().equals(metadata.get(Safetensors.SHA256))) {
      throw new InvalidReleaseException("it is damaged: its SHA-256 is not that of its content");
    }
    if (!training.equals(metadata.get(TRAINING))) {
      throw new InvalidReleaseException("it is of a training with other data, settings or code");
    }
    List<Parameter> shape = Network.zeros(architecture).parameters();
    return new TrainingState(
        step(metadata), part(content, 0, shape), part(content, 1, shape), part(content, 2, shape));
  }

  private static int step(SortedMap<String, String> metadata) {
    String step = metadata.get(STEP);
    if (step == null || !step.matches("[1-9][0-9]{0,8}")) {
      throw new InvalidReleaseException("its step is '%s'".formatted(step));
    }
    return Integer.parseInt(step);
  }

  private static List<Parameter> part(Safetensors content, int part, List<Parameter> shape) {
    return shape.stream()
        .map(p -> {
          String name = PARTS.get(part) + "." + p.name();
          Safetensors.Tensor tensor = content.tensors().get(name);
          if (tensor == null || !Arrays.equals(tensor.shape(), new int[] {p.values().length})) {
            throw new InvalidReleaseException("it lacks a tensor " + name);
          }
          return p.with(tensor.values());
        })
        .toList();
  }
}

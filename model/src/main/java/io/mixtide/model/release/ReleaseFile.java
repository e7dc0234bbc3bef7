package io.mixtide.model.release;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.evaluation.HeldOut;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.kernel.Matrix;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.network.Standardisation;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A release as one safetensors file. Weights are tensors named and laid out {@code [out, in]} as in
 * the equivalent PyTorch modules; all else is JSON in the metadata. The file carries the SHA-256 of
 * its content, which is checked on reading.
 */
public final class ReleaseFile {
  /** Value of the metadata key {@code format}. */
  public static final String FORMAT = "mixtide-release/2";

  private static final String VERSION = "version";
  private static final int VERSION_LENGTH = 12;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  private ReleaseFile() {}

  /**
   * Writes a model; its version follows from its content.
   *
   * @return the file's bytes, equal for equal content
   */
  public static byte[] write(
      @Nullable String parent,
      Network network,
      Standardisation standardisation,
      Provenance provenance,
      HeldOut heldOut,
      List<ContextScore> scores,
      List<double[]> candidates) {
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", FORMAT);
    if (parent != null) {
      metadata.put("parent", parent);
    }
    metadata.put("architecture", json(network.architecture()));
    metadata.put("standardisation", json(standardisation));
    metadata.put("provenance", json(provenance));
    metadata.put("heldOut", json(heldOut));
    metadata.put("scores", json(scores));
    metadata.put("candidates", json(candidates));
    SequencedMap<String, Safetensors.Tensor> tensors = tensors(network);
    metadata.put(VERSION, versionOf(new Safetensors(tensors, metadata)));
    metadata.put(Safetensors.SHA256, new Safetensors(tensors, metadata).sha256());
    return new Safetensors(tensors, metadata).toBytes();
  }

  /**
   * Reads a release.
   *
   * @throws InvalidReleaseException if the bytes are not a whole, unaltered release of this format
   */
  public static Release read(byte[] file) {
    Safetensors content = Safetensors.parse(file);
    SortedMap<String, String> metadata = content.metadata();
    if (!FORMAT.equals(metadata.get("format"))) {
      throw new InvalidReleaseException(
          "This file is no release of format %s; its format is %s."
              .formatted(FORMAT, metadata.get("format")));
    }
    if (!content.sha256().equals(metadata.get(Safetensors.SHA256))) {
      throw new InvalidReleaseException(
          "The release is damaged: its SHA-256 is not that of its content.");
    }
    Release release = release(content, metadata);
    requireFit(release);
    return release;
  }

  /**
   * What a file says of its release, by name: provenance, scores, percentiles and the like, as
   * JSON.
   *
   * @param file as {@link #read} accepts it
   * @throws InvalidReleaseException if the bytes are no such file at all
   */
  public static SortedMap<String, String> metadata(byte[] file) {
    return Safetensors.parse(file).metadata();
  }

  private static Release release(Safetensors content, SortedMap<String, String> metadata) {
    try {
      return new Release(
          version(content),
          metadata.get("parent"),
          network(read(metadata, "architecture", new TypeReference<>() {}), content),
          read(metadata, "standardisation", new TypeReference<>() {}),
          read(metadata, "provenance", new TypeReference<>() {}),
          read(metadata, "heldOut", new TypeReference<>() {}),
          read(metadata, "scores", new TypeReference<>() {}),
          read(metadata, "candidates", new TypeReference<>() {}));
    } catch (JsonProcessingException e) {
      throw new InvalidReleaseException(
          "The release's metadata cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  private static String version(Safetensors content) {
    SortedMap<String, String> unversioned = new TreeMap<>(content.metadata());
    String version = text(unversioned, VERSION);
    unversioned.remove(VERSION);
    if (!version.equals(versionOf(new Safetensors(content.tensors(), unversioned)))) {
      throw new InvalidReleaseException(
          "The release's version %s is not that of its content.".formatted(version));
    }
    return version;
  }

  private static String versionOf(Safetensors unversioned) {
    return unversioned.sha256().substring(0, VERSION_LENGTH);
  }

  private static void requireFit(Release release) {
    Architecture a = release.network().architecture();
    Standardisation s = release.standardisation();
    if (s.xMean().length != a.dx() || s.yMean().length != a.dy()) {
      throw new InvalidReleaseException("The release's standardisation has another shape.");
    }
    for (Score score : Score.values()) {
      if (!release.heldOut().percentiles().values().containsKey(score)) {
        throw new InvalidReleaseException("The release keeps no percentiles of " + score + ".");
      }
    }
    for (double[] candidate : release.candidates()) {
      if (candidate.length != a.dx() || !Arrays.stream(candidate).allMatch(Double::isFinite)) {
        throw new InvalidReleaseException("A candidate of the release is no x of its model.");
      }
    }
  }

  private static <T> T read(SortedMap<String, String> metadata, String key, TypeReference<T> type)
      throws JsonProcessingException {
    T value = JSON.readValue(text(metadata, key), type);
    if (value == null) {
      throw new InvalidReleaseException("The release's " + key + " is empty.");
    }
    return value;
  }

  private static String text(SortedMap<String, String> metadata, String key) {
    String text = metadata.get(key);
    if (text == null) {
      throw new InvalidReleaseException("The release has no " + key + ".");
    }
    return text;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SequencedMap<String, Safetensors.Tensor> tensors(Network network) {
    SequencedMap<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (Parameter p : network.parameters()) {
      float[] values = p.in() == 0 ? p.values() : Matrix.transposed(p.values(), p.in(), p.out());
      tensors.put(p.name(), new Safetensors.Tensor(shape(p), values));
    }
    return tensors;
  }

  private static Network network(Architecture architecture, Safetensors content) {
    requireSize(architecture, content.tensors().values());
    Network network = Network.zeros(architecture);
    for (Parameter p : network.parameters()) {
      Safetensors.Tensor tensor = content.tensors().get(p.name());
      if (tensor == null || !Arrays.equals(tensor.shape(), shape(p))) {
        throw new InvalidReleaseException(
            "The release has no tensor %s of shape %s."
                .formatted(p.name(), Arrays.toString(shape(p))));
      }
      float[] values =
          p.in() == 0 ? tensor.values() : Matrix.transposed(tensor.values(), p.out(), p.in());
      System.arraycopy(values, 0, p.values(), 0, values.length);
    }
    if (!network.isFinite()) {
      throw new InvalidReleaseException("A weight of the release is not a finite number.");
    }
    return network;
  }

  /** The declared sizes are believed only as far as the file holds weights for them. */
  private static void requireSize(
      Architecture architecture, Collection<Safetensors.Tensor> tensors) {
    long held = tensors.stream().mapToLong(tensor -> tensor.values().length).sum();
    if (held != Network.size(architecture)) {
      throw new InvalidReleaseException(
          "The release holds %d weights where its architecture has %d."
              .formatted(held, Network.size(architecture)));
    }
  }

  private static int[] shape(Parameter p) {
    return p.in() == 0 ? new int[] {p.out()} : new int[] {p.out(), p.in()};
  }
}

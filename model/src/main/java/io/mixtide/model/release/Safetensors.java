package io.mixtide.model.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.data.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetEncoder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named float tensors and string metadata, the content of a safetensors file.
 *
 * <p>The format is described at <a
 * href="https://huggingface.co/docs/safetensors/index#format">huggingface.co/docs/safetensors</a>:
 * 8 bytes of little-endian header length, a JSON header, then the tensors' bytes without a gap.
 * Only dtype F32 is used. Tensors are kept and written in order of their names, so equal contents
 * give equal bytes.
 *
 * @param tensors tensors by name, sorted by name, unmodifiable
 * @param metadata free text by key, unmodifiable
 */
public record Safetensors(
    SequencedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {

  /** Metadata key that {@link #sha256} leaves out, so that the digest can be stored under it. */
  public static final String SHA256 = "sha256";

  /** Header key that the format reserves for the metadata. */
  static final String METADATA = "__metadata__";

  /**
   * A dense tensor. The arrays are shared, not copied: nobody may modify them.
   *
   * @param shape sizes of the dimensions; none means a scalar
   * @param values the elements, row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // flat arrays are what the kernels read
  public record Tensor(int[] shape, float[] values) {

    /**
     * @throws InvalidReleaseException if the shape does not fit the number of values
     */
    public Tensor {
      if (Arrays.stream(shape).anyMatch(size -> size < 0) || product(shape) != values.length) {
        throw new InvalidReleaseException(
            "A tensor of shape %s cannot hold %d values."
                .formatted(Arrays.toString(shape), values.length));
      }
    }

    private static long product(int[] shape) {
      long product = 1;
      for (int size : shape) {
        product = Math.multiplyHigh(product, size) == 0 ? product * size : -1;
        if (product < 0) {
          return -1;
        }
      }
      return product;
    }
  }

  /**
   * @throws InvalidReleaseException if a tensor has the name that the format reserves, or a text
   *     has no UTF-8 form (a lone surrogate)
   */
  public Safetensors {
    requireUtf8(tensors.keySet());
    requireUtf8(metadata.keySet());
    requireUtf8(metadata.values());
    if (tensors.containsKey(METADATA)) {
      throw new InvalidReleaseException("A tensor cannot be named " + METADATA + ".");
    }
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(new TreeMap<>(tensors)));
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  /**
   * The canonical file: entries sorted by name, header padded with spaces to a multiple of 8 bytes.
   *
   * @throws InvalidReleaseException if the file would exceed 2 GiB or its header 100 MB
   */
  public byte[] toBytes() {
    byte[] header = SafetensorsHeader.of(this).toBytes();
    long size = (long) Long.BYTES + header.length;
    for (Tensor tensor : tensors.values()) {
      size += (long) Float.BYTES * tensor.values().length;
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new InvalidReleaseException("A file of %d bytes is over 2 GiB.".formatted(size));
    }
    byte[] file = new byte[(int) size];
    ByteBuffer bytes = SafetensorsHeader.littleEndian(file);
    bytes.putLong(header.length).put(header);
    tensors.values().forEach(tensor -> putFloats(bytes, tensor.values()));
    return file;
  }

  /**
   * Reads a file of this format. It need not be canonical, but must keep every rule of the format.
   *
   * @throws InvalidReleaseException if a rule is broken or a dtype is not F32
   */
  public static Safetensors parse(byte[] file) {
    SafetensorsHeader header = SafetensorsHeader.parse(file);
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    ByteBuffer bytes = SafetensorsHeader.littleEndian(file);
    header
        .entries()
        .forEach((name, entry) -> {
          float[] values = new float[(int) (entry.end() - entry.begin()) / Float.BYTES];
          bytes.position(header.dataStart() + (int) entry.begin());
          bytes.asFloatBuffer().get(values);
          tensors.put(name, new Tensor(entry.shape(), values));
        });
    return new Safetensors(tensors, header.metadata());
  }

  /**
   * Digest of the content: SHA-256, in lower-case hex, over the names, shapes and values of all
   * tensors and over all metadata but {@link #SHA256}, each in order of names and each string and
   * array with its length before it. It does not depend on how a file lays its header out.
   */
  public String sha256() {
    MessageDigest digest = Sha256.begin();
    Map<String, String> covered = new TreeMap<>(metadata);
    covered.remove(SHA256);
    update(digest, tensors.size());
    tensors.forEach((name, tensor) -> {
      update(digest, name);
      update(digest, tensor.shape().length);
      update(digest, tensor.shape());
      update(digest, tensor.values().length);
      ByteBuffer values =
          SafetensorsHeader.littleEndian(new byte[Float.BYTES * tensor.values().length]);
      putFloats(values, tensor.values());
      digest.update(values.flip());
    });
    update(digest, covered.size());
    covered.forEach((key, value) -> {
      update(digest, key);
      update(digest, value);
    });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void requireUtf8(Collection<String> texts) {
    CharsetEncoder encoder = UTF_8.newEncoder();
    if (!texts.stream().allMatch(encoder::canEncode)) {
      throw new InvalidReleaseException("A name or metadata text has no UTF-8 form.");
    }
  }

  private static void putFloats(ByteBuffer target, float[] values) {
    target.asFloatBuffer().put(values);
    target.position(target.position() + Float.BYTES * values.length);
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    update(digest, bytes.length);
    digest.update(bytes);
  }

  private static void update(MessageDigest digest, int... numbers) {
    ByteBuffer bytes = SafetensorsHeader.littleEndian(new byte[Integer.BYTES * numbers.length]);
    bytes.asIntBuffer().put(numbers);
    digest.update(bytes);
  }
}

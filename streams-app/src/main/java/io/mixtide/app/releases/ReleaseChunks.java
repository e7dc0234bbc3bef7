package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Splits a release file into chunks that fit a Kafka record, and puts it together again. */
final class ReleaseChunks {
  /** A quarter of the largest record that a broker accepts by default, in bytes. */
  static final int MAX_CHUNK_BYTES = 256 << 10;

  private ReleaseChunks() {}

  static List<ReleaseChunk> split(String version, byte[] file) {
    List<ReleaseChunk> chunks = new ArrayList<>();
    for (int start = 0; start < file.length; start += MAX_CHUNK_BYTES) {
      int length = Math.min(MAX_CHUNK_BYTES, file.length - start);
      ByteBuffer data = ByteBuffer.wrap(file, start, length).slice();
      chunks.add(new ReleaseChunk(version, chunks.size(), crc32c(data), data));
    }
    return chunks;
  }

  /**
   * The release file that {@code manifest} names.
   *
   * @param chunks the release's chunks by index
   * @throws InvalidReleaseException if a chunk is missing or damaged, or all together are not what
   *     the manifest says
   */
  static byte[] assemble(ReleaseManifest manifest, Map<Integer, ReleaseChunk> chunks)
      throws InvalidReleaseException {
    int count = manifest.getChunks();
    if (manifest.getSize() < 1
        || count < 1
        || manifest.getSize() > (long) count * MAX_CHUNK_BYTES
        || manifest.getSize() > Integer.MAX_VALUE) {
      throw new InvalidReleaseException(
          "its manifest says %d bytes in %d chunks".formatted(manifest.getSize(), count));
    }
    // No memory is set aside for what is only claimed.
    requireWhole(manifest, chunks);
    ByteBuffer file = ByteBuffer.allocate((int) manifest.getSize());
    for (int index = 0; index < count; index++) {
      file.put(Objects.requireNonNull(chunks.get(index)).getData().duplicate());
    }
    if (!sha256(file.array()).equals(manifest.getSha256())) {
      throw new InvalidReleaseException("its SHA-256 is not the one in its manifest");
    }
    return file.array();
  }

  private static void requireWhole(ReleaseManifest manifest, Map<Integer, ReleaseChunk> chunks)
      throws InvalidReleaseException {
    int count = manifest.getChunks();
    long size = 0;
    for (int index = 0; index < count; index++) {
      @Nullable ReleaseChunk chunk = chunks.get(index);
      if (chunk == null) {
        throw new InvalidReleaseException("chunk %d of %d is missing".formatted(index, count));
      }
      if (crc32c(chunk.getData()) != chunk.getCrc32c()) {
        throw new InvalidReleaseException(
            "chunk %d of %d is damaged: its checksum differs".formatted(index, count));
      }
      size += chunk.getData().remaining();
    }
    if (size > manifest.getSize()) {
      throw new InvalidReleaseException("its chunks hold more than its manifest says");
    }
    if (size < manifest.getSize()) {
      throw new InvalidReleaseException(
          "it is truncated: %d of %d bytes are there".formatted(size, manifest.getSize()));
    }
  }

  /** SHA-256 as 64 hexadecimal digits in lower case. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static long crc32c(ByteBuffer data) {
    CRC32C crc = new CRC32C();
    crc.update(data.duplicate());
    return crc.getValue();
  }
}

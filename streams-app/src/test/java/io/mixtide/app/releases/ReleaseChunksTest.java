package io.mixtide.app.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseChunksTest {
  private static final int MAX = ReleaseChunks.MAX_CHUNK_BYTES;

  @ParameterizedTest
  @ValueSource(ints = {1, MAX - 1, MAX, MAX + 1, 3 * MAX})
  void shouldAssembleWhatItSplit(int size) throws Exception {
    byte[] file = bytes(size);
    List<ReleaseChunk> chunks = ReleaseChunks.split("v1", file);
    assertThat(chunks).hasSize((size + MAX - 1) / MAX);
    assertThat(ReleaseChunks.assemble(manifest(file, chunks.size()), byIndex(chunks)))
        .isEqualTo(file);
  }

  @Test
  void shouldRefuseWhatIsNotTheRelease() {
    byte[] file = bytes(2 * MAX + 7);
    List<ReleaseChunk> chunks = ReleaseChunks.split("v1", file);
    ReleaseManifest manifest = manifest(file, 3);

    Map<Integer, ReleaseChunk> missing = byIndex(chunks);
    missing.remove(1);
    assertRefused(manifest, missing, "chunk 1 of 3 is missing");

    Map<Integer, ReleaseChunk> damaged = byIndex(chunks);
    ReleaseChunk second = chunks.get(1);
    damaged.put(1, new ReleaseChunk("v1", 1, second.getCrc32c() ^ 1, second.getData()));
    assertRefused(manifest, damaged, "chunk 1 of 3 is damaged");

    Map<Integer, ReleaseChunk> truncated = byIndex(chunks);
    truncated.put(2, ReleaseChunks.split("v1", new byte[3]).getFirst());
    assertRefused(manifest, truncated, "truncated");

    byte[] other = bytes(2 * MAX + 7);
    other[MAX]++;
    assertRefused(manifest, byIndex(ReleaseChunks.split("v1", other)), "SHA-256");

    assertRefused(
        manifest, byIndex(ReleaseChunks.split("v1", bytes(3 * MAX))), "more than its manifest");
    ReleaseManifest absurd = ReleaseManifest.newBuilder(manifest).setSize(1L << 40).build();
    assertRefused(absurd, byIndex(chunks), "manifest says");
  }

  @Test
  void shouldSetNoMemoryAsideForWhatAManifestClaims() {
    ReleaseManifest claim =
        ReleaseManifest.newBuilder(manifest(bytes(7), 1))
            .setSize(1L << 30)
            .setChunks((1 << 30) / MAX)
            .build();
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertRefused(claim, Map.of(), "is missing");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
  }

  @Test
  void shouldUseTheStandardChecksums() {
    // CRC-32C of "123456789" is the check value of its definition in RFC 3720, appendix B.4.
    ReleaseChunk chunk =
        ReleaseChunks.split("v", "123456789".getBytes(StandardCharsets.US_ASCII)).getFirst();
    assertThat(chunk.getCrc32c()).isEqualTo(0xE3069283L);
    assertThat(chunk.getData())
        .isEqualTo(ByteBuffer.wrap(new byte[] {49, 50, 51, 52, 53, 54, 55, 56, 57}));
    assertThat(ReleaseChunks.sha256(new byte[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  private static void assertRefused(
      ReleaseManifest manifest, Map<Integer, ReleaseChunk> chunks, String reason) {
    assertThatThrownBy(() -> ReleaseChunks.assemble(manifest, chunks))
        .isInstanceOf(InvalidReleaseException.class)
        .hasMessageContaining(reason);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(7).nextBytes(bytes);
    return bytes;
  }

  private static ReleaseManifest manifest(byte[] file, int chunks) {
    return ReleaseManifest.newBuilder()
        .setVersion("v1")
        .setSize(file.length)
        .setSha256(ReleaseChunks.sha256(file))
        .setChunks(chunks)
        .setPublishedAt(Instant.EPOCH)
        .build();
  }

  private static Map<Integer, ReleaseChunk> byIndex(List<ReleaseChunk> chunks) {
    Map<Integer, ReleaseChunk> byIndex = new HashMap<>();
    chunks.forEach(chunk -> byIndex.put(chunk.getIndex(), chunk));
    return byIndex;
  }
}

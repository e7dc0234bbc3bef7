package io.mixtide.app.releases;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.testing.Allocation;
import io.mixtide.testing.Mutations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever the chunks and the manifest, they make up the file that was split or an {@link
 * InvalidReleaseException}, in memory that is in proportion to what is there.
 */
class ReleaseChunksFuzzTest {
  private static final byte[] FILE = new byte[600_000];
  private static final List<ReleaseChunk> CHUNKS;
  private static final ReleaseManifest MANIFEST;

  static {
    new Random(1).nextBytes(FILE);
    CHUNKS = ReleaseChunks.split("v1", FILE);
    MANIFEST =
        ReleaseManifest.newBuilder()
            .setVersion("v1")
            .setSize(FILE.length)
            .setSha256(ReleaseChunks.sha256(FILE))
            .setChunks(CHUNKS.size())
            .setPublishedAt(Instant.EPOCH)
            .build();
  }

  @Property(tries = 300)
  void shouldSurviveDamagedChunksAndManifests(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    ReleaseManifest manifest = MANIFEST;
    if (random.nextBoolean()) {
      try {
        manifest =
            ReleaseManifest.fromByteBuffer(
                ByteBuffer.wrap(
                    Mutations.mutate(List.of(MANIFEST.toByteBuffer().array()), random)));
      } catch (IOException | RuntimeException e) {
        return;
      }
    }
    if (random.nextInt(4) == 0) {
      manifest =
          ReleaseManifest.newBuilder(manifest)
              .setSize(Integer.MAX_VALUE - random.nextInt(9))
              .setChunks(random.nextBoolean() ? 8192 : Integer.MAX_VALUE)
              .build();
    }
    Map<Integer, ReleaseChunk> chunks = new HashMap<>();
    CHUNKS.forEach(chunk -> chunks.put(chunk.getIndex(), chunk));
    int index = random.nextInt(CHUNKS.size());
    byte[] damaged = Mutations.mutate(List.of(CHUNKS.get(index).getData().array()), random);
    switch (random.nextInt(4)) {
      case 0 -> chunks.remove(index);
      case 1 -> chunks.put(index, ReleaseChunks.split("v1", damaged).getFirst());
      case 2 ->
          chunks.put(
              index,
              new ReleaseChunk(
                  "v1", index, CHUNKS.get(index).getCrc32c(), ByteBuffer.wrap(damaged)));
      default -> {}
    }
    check(manifest, chunks);
  }

  private static void check(ReleaseManifest manifest, Map<Integer, ReleaseChunk> chunks) {
    long allocated =
        Allocation.of(() -> {
          try {
            assertThat(ReleaseChunks.assemble(manifest, chunks)).isEqualTo(FILE);
          } catch (InvalidReleaseException e) {
            assertThat(e.getMessage()).isNotBlank();
          }
        });
    assertThat(allocated).isLessThan(10_000_000);
  }
}

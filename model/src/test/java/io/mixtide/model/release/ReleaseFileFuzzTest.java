package io.mixtide.model.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.testing.Allocation;
import io.mixtide.testing.Mutations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/**
 * Whatever the bytes, the reader gives a release or an {@link InvalidReleaseException}; so it does
 * where the digests are right and what they are of is not, as one who means harm would have it.
 */
class ReleaseFileFuzzTest {
  private static final byte[] FILE = ReleaseFileTest.file();
  private static final Safetensors CONTENT = Safetensors.parse(FILE);

  /** A number, a text, a flat list or a flat object in JSON. */
  private static final Pattern VALUE =
      Pattern.compile(
          "(?<=[:,\\[])(-?[0-9][0-9.eE+-]*|\"[^\"]*\"|\\[[^\\[\\]{}]*\\]|\\{[^{}]*\\})(?=[,\\]}])");

  private static final long MEMORY = 1_000_000;

  @Property(tries = 200)
  void shouldSurviveRandomBytes(@ForAll @Size(max = 300) byte[] bytes) {
    check(bytes);
  }

  @Property(tries = 400)
  void shouldSurviveDamagedFiles(@ForAll("damaged") byte[] bytes) {
    check(bytes);
  }

  @Property(tries = 400)
  void shouldSurviveDamageUnderRightDigests(@ForAll long seed) {
    Random random = new Random(seed);
    SortedMap<String, String> metadata = new TreeMap<>(CONTENT.metadata());
    List<String> keys = new ArrayList<>(metadata.keySet());
    String key = keys.get(random.nextInt(keys.size()));
    metadata.compute(key, (_, text) -> damaged(String.valueOf(text), random));
    check(signed(metadata));
  }

  @Property(tries = 400)
  void shouldSurviveOtherJsonUnderRightDigests(@ForAll long seed) {
    Random random = new Random(seed);
    SortedMap<String, String> metadata = new TreeMap<>(CONTENT.metadata());
    List<String> keys =
        List.of("architecture", "standardisation", "provenance", "heldOut", "scores", "candidates");
    String key = keys.get(random.nextInt(keys.size()));
    metadata.compute(key, (_, json) -> otherValue(String.valueOf(json), random));
    check(signed(metadata));
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    return Mutations.of(List.of(FILE, CONTENT.toBytes(), SafetensorsTest.golden().toBytes()));
  }

  private static String damaged(String text, Random random) {
    return new String(Mutations.mutate(List.of(text.getBytes(UTF_8)), random), UTF_8);
  }

  /** The text with one of its JSON values replaced by one of another kind or size. */
  private static String otherValue(String json, Random random) {
    List<String> others =
        List.of(
            "null",
            "-1",
            "0",
            "2147483647",
            "1e400",
            "\"NaN\"",
            "[]",
            "{}",
            "\"\"",
            "[[]]",
            "true",
            "[null]",
            "1e-400",
            "8192",
            "\"Infinity\"",
            "[".repeat(2000));
    List<int[]> values = new ArrayList<>();
    Matcher matcher = VALUE.matcher(json);
    while (matcher.find()) {
      values.add(new int[] {matcher.start(), matcher.end()});
    }
    String other = others.get(random.nextInt(others.size()));
    if (values.isEmpty()) {
      return other;
    }
    int[] at = values.get(random.nextInt(values.size()));
    return json.substring(0, at[0]) + other + json.substring(at[1]);
  }

  /** A file with that metadata whose version and digest are right. */
  private static byte[] signed(SortedMap<String, String> metadata) {
    metadata.remove("version");
    metadata.remove(Safetensors.SHA256);
    metadata.put("version", new Safetensors(CONTENT.tensors(), metadata).sha256().substring(0, 12));
    metadata.put(Safetensors.SHA256, new Safetensors(CONTENT.tensors(), metadata).sha256());
    return new Safetensors(CONTENT.tensors(), metadata).toBytes();
  }

  private static void check(byte[] bytes) {
    assertThat(Allocation.of(() -> read(bytes))).isLessThan(MEMORY + 1000L * bytes.length);
  }

  private static void read(byte[] bytes) {
    Release release;
    try {
      release = ReleaseFile.read(bytes);
    } catch (InvalidReleaseException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(400);
      return;
    }
    byte[] again =
        ReleaseFile.write(
            release.parent(),
            release.network(),
            release.standardisation(),
            release.provenance(),
            release.heldOut(),
            release.scores(),
            release.candidates());
    assertThat(ReleaseFile.read(again).version())
        .isEqualTo(ReleaseFile.read(again.clone()).version());
    ReleaseUse.tryAll(release);
  }
}

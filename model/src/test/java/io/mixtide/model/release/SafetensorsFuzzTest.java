package io.mixtide.model.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes, the parser gives a file or an {@link InvalidReleaseException}. */
class SafetensorsFuzzTest {
  private static final byte[] GOLDEN = SafetensorsTest.golden().toBytes();

  @Property(tries = 2000)
  void shouldSurviveRandomBytes(@ForAll @Size(max = 64) byte[] bytes) {
    parse(bytes);
  }

  @Property(tries = 2000)
  void shouldSurviveRandomHeaders(@ForAll @Size(max = 40) byte[] header) {
    byte[] file = new byte[9 + header.length];
    file[0] = (byte) (header.length + 1);
    file[8] = '{';
    System.arraycopy(header, 0, file, 9, header.length);
    parse(file);
  }

  @Property(tries = 5000)
  void shouldSurviveMutations(
      @ForAll @IntRange(max = 171) int first,
      @ForAll byte firstValue,
      @ForAll @IntRange(max = 171) int second,
      @ForAll byte secondValue) {
    byte[] file = GOLDEN.clone();
    file[first] = firstValue;
    file[second] = secondValue;
    parse(file);
  }

  @Property(tries = 5000)
  void shouldSurviveNumbersOfAnySize(
      @ForAll @IntRange(max = 150) int at, @ForAll @IntRange(max = 20) int digits) {
    String text = new String(GOLDEN, StandardCharsets.ISO_8859_1);
    String longer = text.substring(0, 8 + at) + "9".repeat(digits) + text.substring(8 + at);
    byte[] file = longer.getBytes(StandardCharsets.ISO_8859_1);
    file[0] += (byte) digits;
    parse(file);
  }

  @Property
  void shouldRefuseEveryTruncationAndEveryExtraByte(@ForAll @IntRange(max = 300) int length) {
    boolean whole = length == GOLDEN.length;
    assertThat(parse(Arrays.copyOf(GOLDEN, length))).isEqualTo(whole);
  }

  /** Whether the bytes are a file; a file read must be written and read again. */
  private static boolean parse(byte[] bytes) {
    Safetensors file;
    try {
      file = Safetensors.parse(bytes);
    } catch (InvalidReleaseException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(400);
      return false;
    }
    assertThat(Safetensors.parse(file.toBytes()).sha256()).isEqualTo(file.sha256());
    return true;
  }
}

package io.mixtide.model.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.release.Safetensors.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SafetensorsDigestTest {

  @Test
  void shouldBeTheDigestOfItsDescription() throws NoSuchAlgorithmException {
    ByteBuffer covered = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    covered.putInt(2);
    text(covered, "a").putInt(2).putInt(2).putInt(1).putInt(2).putFloat(1).putFloat(-2.5f);
    text(covered, "b").putInt(0).putInt(1).putInt(0x7fc00001);
    covered.putInt(1);
    text(text(covered, "by"), "é");
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(covered.flip());

    assertThat(SafetensorsTest.golden().sha256())
        .isEqualTo(HexFormat.of().formatHex(sha256.digest()));
  }

  @Test
  void shouldChangeWithAnythingButItsOwnEntry() {
    Safetensors golden = SafetensorsTest.golden();
    String digest = golden.sha256();

    assertThat(with(golden, "sha256", "another").sha256()).isEqualTo(digest);
    List<Safetensors> changed =
        List.of(
            with(golden, "by", "e"),
            with(golden, "new", ""),
            with(golden, "a", new Tensor(new int[] {1, 2}, new float[] {1, -2.5f})),
            with(golden, "a", new Tensor(new int[] {2, 1}, new float[] {1, -2.6f})),
            with(golden, "c", new Tensor(new int[] {0}, new float[0])));
    assertThat(changed).extracting(Safetensors::sha256).doesNotHaveDuplicates();
    assertThat(changed).extracting(Safetensors::sha256).doesNotContain(digest);
  }

  private static ByteBuffer text(ByteBuffer target, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return target.putInt(bytes.length).put(bytes);
  }

  private static Safetensors with(Safetensors file, String key, String text) {
    SortedMap<String, String> metadata = new TreeMap<>(file.metadata());
    metadata.put(key, text);
    return new Safetensors(file.tensors(), metadata);
  }

  private static Safetensors with(Safetensors file, String name, Tensor tensor) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(file.tensors());
    tensors.put(name, tensor);
    return new Safetensors(tensors, file.metadata());
  }
}

package io.mixtide.model.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.model.release.Safetensors.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final String GOLDEN_HEADER =
      "{\"__metadata__\":{\"by\":\"é\",\"sha256\":\"x\"},"
          + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";

  @Test
  void shouldWriteGoldenBytes() {
    byte[] header = GOLDEN_HEADER.getBytes(UTF_8);
    assertThat(header).hasSize(149);
    // 152 is the next multiple of 8; 1.0f is 3f800000, -2.5f is c0200000, a NaN keeps its payload.
    String golden =
        "9800000000000000"
            + HexFormat.of().formatHex(header)
            + "20".repeat(3)
            + "0000803f"
            + "000020c0"
            + "0100c07f";

    assertThat(HexFormat.of().formatHex(golden().toBytes())).isEqualTo(golden);
  }

  @Test
  void shouldWriteNothingAsAnEmptyObject() {
    Safetensors empty = new Safetensors(new LinkedHashMap<>(), new TreeMap<>());

    assertThat(HexFormat.of().formatHex(empty.toBytes()))
        .isEqualTo("08000000000000007b7d202020202020");
    assertThat(Safetensors.parse(empty.toBytes())).isEqualTo(empty);
  }

  @Test
  void shouldReadAnyLayoutThatKeepsTheRules() {
    byte[] file =
        file(
            """
            { "b": {"shape":[0,3],"data_offsets":[4,4],"dtype":"F32"},
              "a": {"data_offsets":[4,12],"dtype":"F32","shape":[2]},
              "c": {"data_offsets":[0,4],"dtype":"F32","shape":[1,1]} }\
            """,
            12);
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(file.length - 12, 7)
        .putFloat(file.length - 8, 8)
        .putFloat(file.length - 4, 9);

    Safetensors read = Safetensors.parse(file);

    assertThat(read.tensors().keySet()).containsExactly("a", "b", "c");
    assertThat(read.tensors().get("a"))
        .usingRecursiveComparison()
        .isEqualTo(new Tensor(new int[] {2}, new float[] {8, 9}));
    assertThat(read.tensors().get("b"))
        .usingRecursiveComparison()
        .isEqualTo(new Tensor(new int[] {0, 3}, new float[0]));
    assertThat(read.tensors().get("c"))
        .usingRecursiveComparison()
        .isEqualTo(new Tensor(new int[] {1, 1}, new float[] {7}));
    assertThat(Safetensors.parse(read.toBytes()).sha256()).isEqualTo(read.sha256());
  }

  @Property(tries = 200)
  void shouldReadBackWhatItWrote(
      @ForAll @Size(max = 5) Map<String, float[]> values,
      @ForAll @Size(max = 5) Map<String, String> metadata) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    values.forEach((name, v) -> tensors.put(valid(name), new Tensor(new int[] {v.length}, v)));
    SortedMap<String, String> texts = new TreeMap<>();
    metadata.forEach((key, text) -> texts.put(valid(key), valid(text)));
    Safetensors written = new Safetensors(tensors, texts);

    Safetensors read = Safetensors.parse(written.toBytes());

    assertThat(read).usingRecursiveComparison().isEqualTo(written);
    assertThat(read.toBytes()).isEqualTo(written.toBytes());
    assertThat(read.sha256()).isEqualTo(written.sha256());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0  | [1]                                                      | does not begin with '{'
          0  | {"a":1                                                   | not JSON
          0  | {} {}                                                    | not JSON
          0  | {"a":1}                                                  | exactly dtype, shape and data_offsets
          0  | {"a":{"dtype":"F32","shape":[0]}}                        | exactly dtype, shape and data_offsets
          4  | {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"z":1}} | exactly dtype, shape and data_offsets
          4  | {"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}   | not of dtype F32
          4  | {"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}     | not a list of sizes
          4  | {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}  | not a list of sizes
          4  | {"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}} | not a list of sizes
          4  | {"a":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}} | not a list of sizes
          0  | {"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,0]}} | overflows
          4  | {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}} | not two offsets
          4  | {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}   | do not fit its shape
          8  | {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}   | do not fit its shape
          8  | {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}   | gap or overlap at byte 0
          8  | {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   | cover 4 bytes of 8
          0  | {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   | cover 4 bytes of 0
          0  | {"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}} | cover 2000000000 bytes of 0
          4  | {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | gap or overlap at byte 4
          0  | {"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}} | not JSON: Duplicate
          0  | {"__metadata__":{"a":"b","a":"c"}}                       | not JSON: Duplicate
          0  | {"__metadata__":{"a":1}}                                 | more than texts
          0  | {"__metadata__":[]}                                      | not an object
          0  | {"__metadata__":{"a":"\\ud800"}}                         | no UTF-8 form
          """)
  void shouldRefuseBrokenRules(int dataBytes, String header, String message) {
    assertThatThrownBy(() -> Safetensors.parse(file(header, dataBytes)))
        .isInstanceOf(InvalidReleaseException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldRefuseHeaderLengthsOutOfBounds() {
    for (long length : new long[] {Long.MIN_VALUE, -1, 0, 3, 100_000_001, Long.MAX_VALUE}) {
      byte[] file = new byte[10];
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put((byte) '{');
      assertThatThrownBy(() -> Safetensors.parse(file))
          .isInstanceOf(InvalidReleaseException.class)
          .hasMessageContaining("header length");
    }
    assertThatThrownBy(() -> Safetensors.parse(new byte[8]))
        .isInstanceOf(InvalidReleaseException.class)
        .hasMessageContaining("no header");
  }

  @Test
  void shouldRefuseHeaderThatIsNotUtf8() {
    byte[] file = file("{\"?\":1}", 0);
    file[10] = (byte) 0xff;

    assertThatThrownBy(() -> Safetensors.parse(file))
        .isInstanceOf(InvalidReleaseException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void shouldRefuseToHoldWhatCannotBeWritten() {
    assertThatThrownBy(() -> new Tensor(new int[] {2, 2}, new float[3]))
        .isInstanceOf(InvalidReleaseException.class);
    SequencedMap<String, Tensor> reserved = new LinkedHashMap<>();
    reserved.put("__metadata__", new Tensor(new int[0], new float[1]));
    assertThatThrownBy(() -> new Safetensors(reserved, new TreeMap<>()))
        .isInstanceOf(InvalidReleaseException.class);
  }

  static Safetensors golden() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new Tensor(new int[0], new float[] {Float.intBitsToFloat(0x7fc00001)}));
    tensors.put("a", new Tensor(new int[] {2, 1}, new float[] {1, -2.5f}));
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("sha256", "x");
    metadata.put("by", "é");
    return new Safetensors(tensors, metadata);
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  /** Without lone surrogates, which have no UTF-8 form. */
  private static String valid(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}

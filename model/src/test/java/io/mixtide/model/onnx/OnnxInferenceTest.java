package io.mixtide.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.TestModels;
import io.mixtide.model.network.InputNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The numbers are those of the fields in onnx.proto. */
class OnnxInferenceTest {
  private final InputNetwork network = TestModels.network(2, 3, 5, 1);

  @Test
  void shouldNameItsTensorsAndLeaveTheBatchOpen() {
    Message graph = graph();

    assertThat(graph.messages(11).map(value -> value.text(1)))
        .containsExactly("x", "y", "count", "embeddings", "responsibilities", "alpha");
    assertThat(graph.messages(12).map(value -> value.text(1)))
        .containsExactlyInAnyOrder(
            "mu", "sigma", "score", "embeddings_after", "responsibilities_after", "alpha_after");
    graph
        .messages(11)
        .map(value -> value.message(2).message(1).message(2).messages(1).toList())
        .forEach(shape -> assertThat(shape.getFirst().text(2)).isEqualTo("batch"));
  }

  @Test
  void shouldComputeEveryTensorBeforeItIsUsedAndOnlyOnce() {
    Message graph = graph();
    Set<String> known = new HashSet<>();
    graph.messages(11).forEach(value -> known.add(value.text(1)));
    graph.messages(5).forEach(tensor -> assertThat(known.add(tensor.text(8))).isTrue());
    graph
        .messages(1)
        .forEach(node -> {
          assertThat(known).containsAll(node.texts(1));
          node.texts(2).forEach(output -> assertThat(known.add(output)).isTrue());
        });
    graph.messages(12).forEach(value -> assertThat(known).contains(value.text(1)));
  }

  @Test
  void shouldHoldTheWeights() {
    Message weight =
        graph()
            .messages(5)
            .filter(tensor -> tensor.text(8).equals("trunk.2.weight"))
            .findFirst()
            .orElseThrow();
    float[] values = new float[20 * 20];
    ByteBuffer.wrap(weight.bytes(9).getFirst())
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);

    assertThat(values).isEqualTo(network.trunk().layers().get(1).weight());
    assertThat(weight.integers(1)).containsExactly(20L, 20L);
  }

  @Test
  void shouldDeclareWhatItIsWrittenFor() {
    Message model = Message.parse(OnnxInference.of(network));

    assertThat(model.integers(1)).containsExactly(8L);
    assertThat(model.message(8).integers(2)).containsExactly(17L);
    assertThat(OnnxInference.of(network)).isEqualTo(OnnxInference.of(network));
  }

  private Message graph() {
    return Message.parse(OnnxInference.of(network)).message(7);
  }

  /** A message of Protocol Buffers: of every field what it holds, in order. */
  private record Message(TreeMap<Integer, List<Object>> fields) {

    static Message parse(byte[] bytes) {
      TreeMap<Integer, List<Object>> fields = new TreeMap<>();
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        long tag = varint(buffer);
        Object value = varint(buffer);
        if ((tag & 7) == 2) {
          byte[] content = new byte[(int) (long) value];
          buffer.get(content);
          value = content;
        } else {
          assertThat(tag & 7).isZero();
        }
        fields.computeIfAbsent((int) (tag >> 3), field -> new ArrayList<>()).add(value);
      }
      return new Message(fields);
    }

    private static long varint(ByteBuffer buffer) {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = buffer.get();
        value |= (long) (next & 0x7F) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    List<byte[]> bytes(int field) {
      return fields.getOrDefault(field, List.of()).stream().map(value -> (byte[]) value).toList();
    }

    List<Long> integers(int field) {
      return fields.getOrDefault(field, List.of()).stream().map(value -> (Long) value).toList();
    }

    List<String> texts(int field) {
      return bytes(field).stream().map(text -> new String(text, StandardCharsets.UTF_8)).toList();
    }

    String text(int field) {
      return texts(field).getFirst();
    }

    Stream<Message> messages(int field) {
      return bytes(field).stream().map(Message::parse);
    }

    Message message(int field) {
      return messages(field).findFirst().orElseThrow();
    }
  }
}

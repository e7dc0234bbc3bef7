package io.mixtide.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A graph of ONNX operators, built node by node, and the file that holds it: ModelProto of
 * onnx.proto, IR version 8, operator set 17. Every operator has one output, named after itself, or
 * as many as are asked for.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final ProtobufWriter graph = new ProtobufWriter();
  private int names;

  /** Declares an input {@code [batch, width]} of floats. */
  String input(String name, int width) {
    graph.message(11, value(name, width));
    return name;
  }

  /** Declares the tensor of a node an output {@code [batch, width]} of floats. */
  void output(String name, int width) {
    graph.message(12, value(name, width));
  }

  /** A constant tensor of floats. */
  String constant(String name, float[] values, long... shape) {
    return initializer(name, FLOAT, ProtobufWriter.littleEndian(values), shape);
  }

  /** A constant number. */
  String constant(float value) {
    return constant("constant_" + names++, new float[] {value});
  }

  /** A constant vector of integers. */
  String integers(long... values) {
    ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return initializer("constant_" + names++, INT64, raw.array(), values.length);
  }

  /** A node of one output under a name of its own. */
  String node(String operator, String... inputs) {
    return named("%s_%d".formatted(operator, names++), operator, inputs);
  }

  /** A node of one output under the given name. */
  String named(String output, String operator, String... inputs) {
    graph.message(1, operator(operator, inputs).text(2, output).text(3, output));
    return output;
  }

  /** A node with one attribute, the integer {@code axis}. */
  String along(int axis, String output, String operator, String... inputs) {
    ProtobufWriter attribute =
        new ProtobufWriter().text(1, "axis").integer(3, axis).integer(20, ATTRIBUTE_INT);
    graph.message(
        1, operator(operator, inputs).text(2, output).text(3, output).message(5, attribute));
    return output;
  }

  /** Log of the sum of exponentials along axis 1, which stays with size 1. */
  String logSumExp(String input) {
    String output = "ReduceLogSumExp_" + names++;
    ProtobufWriter axes =
        new ProtobufWriter().text(1, "axes").integer(8, 1).integer(20, ATTRIBUTE_INTS);
    graph.message(
        1, operator("ReduceLogSumExp", input).text(2, output).text(3, output).message(5, axes));
    return output;
  }

  /** Cuts a tensor along axis 1 into parts of the given sizes. */
  String[] split(String input, long... sizes) {
    String[] parts = new String[sizes.length];
    ProtobufWriter node = operator("Split", input, integers(sizes));
    for (int i = 0; i < parts.length; i++) {
      parts[i] = "part_" + names++;
      node.text(2, parts[i]);
    }
    ProtobufWriter axis =
        new ProtobufWriter().text(1, "axis").integer(3, 1).integer(20, ATTRIBUTE_INT);
    graph.message(1, node.text(3, "Split_" + names++).message(5, axis));
    return parts;
  }

  /** The file. */
  byte[] toBytes(String name, String description) {
    graph.text(2, name);
    return new ProtobufWriter()
        .integer(1, IR_VERSION)
        .text(2, "mixtide")
        .text(6, description)
        .message(7, graph)
        .message(8, new ProtobufWriter().text(1, "").integer(2, OPERATOR_SET))
        .toBytes();
  }

  private static ProtobufWriter operator(String operator, String... inputs) {
    ProtobufWriter node = new ProtobufWriter();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(4, operator);
  }

  private String initializer(String name, int type, byte[] raw, long... shape) {
    ProtobufWriter tensor = new ProtobufWriter();
    for (long size : shape) {
      tensor.integer(1, size);
    }
    graph.message(5, tensor.integer(2, type).text(8, name).bytes(9, raw));
    return name;
  }

  private static ProtobufWriter value(String name, int width) {
    ProtobufWriter shape =
        new ProtobufWriter()
            .message(1, new ProtobufWriter().text(2, "batch"))
            .message(1, new ProtobufWriter().integer(1, width));
    ProtobufWriter tensor = new ProtobufWriter().integer(1, FLOAT).message(2, shape);
    return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
  }
}

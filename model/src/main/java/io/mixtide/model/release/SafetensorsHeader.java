package io.mixtide.model.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The JSON header of a safetensors file, checked against the format's rules.
 *
 * @param dataStart where in the file the tensors' bytes begin
 * @param entries one per tensor, by name
 * @param metadata the file's metadata
 */
record SafetensorsHeader(
    int dataStart, SequencedMap<String, Entry> entries, SortedMap<String, String> metadata) {

  /** The reference implementation's bound on the header, in bytes. */
  static final int MAX_BYTES = 100_000_000;

  private static final int ALIGNMENT = 8;
  private static final Set<String> ENTRY_KEYS = Set.of("dtype", "shape", "data_offsets");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Where a tensor lies.
   *
   * @param shape sizes of the dimensions
   * @param begin first byte, relative to the end of the header
   * @param end the byte after the last
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on to Tensor as it is
  record Entry(int[] shape, long begin, long end) {}

  static SafetensorsHeader of(Safetensors file) {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    long begin = 0;
    for (Map.Entry<String, Safetensors.Tensor> named : file.tensors().entrySet()) {
      Safetensors.Tensor tensor = named.getValue();
      long end = begin + (long) Float.BYTES * tensor.values().length;
      entries.put(named.getKey(), new Entry(tensor.shape(), begin, end));
      begin = end;
    }
    return new SafetensorsHeader(0, entries, file.metadata());
  }

  /** The padded JSON, without the length before it. */
  byte[] toBytes() {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject(Safetensors.METADATA);
      metadata.forEach(texts::put);
    }
    entries.forEach((name, entry) -> {
      ObjectNode node = root.putObject(name);
      node.put("dtype", "F32");
      Arrays.stream(entry.shape()).forEach(node.putArray("shape")::add);
      node.putArray("data_offsets").add(entry.begin()).add(entry.end());
    });
    byte[] json = write(root);
    if (json.length > MAX_BYTES - ALIGNMENT) {
      throw new InvalidReleaseException(
          "The header of %d bytes is too long.".formatted(json.length));
    }
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /** Reads and checks the header at the start of a whole file. */
  static SafetensorsHeader parse(byte[] file) {
    require(file.length > Long.BYTES, "The file has no header.");
    long length = littleEndian(file).getLong();
    require(
        length > 0 && length <= MAX_BYTES && length <= file.length - Long.BYTES,
        "The header length %d is out of bounds in a file of %d bytes.",
        length,
        file.length);
    require(file[Long.BYTES] == '{', "The header does not begin with '{'.");
    JsonNode root = read(file, (int) length);
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (property.getKey().equals(Safetensors.METADATA)) {
        metadata.putAll(metadata(property.getValue()));
      } else {
        entries.put(property.getKey(), entry(property.getKey(), property.getValue()));
      }
    }
    int dataStart = Long.BYTES + (int) length;
    requireTiling(entries, file.length - dataStart);
    return new SafetensorsHeader(dataStart, entries, metadata);
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Map<String, String> metadata(JsonNode node) {
    require(node.isObject(), "%s is not an object.", Safetensors.METADATA);
    return node.properties().stream()
        .peek(text -> require(text.getValue().isTextual(), "Metadata holds more than texts."))
        .collect(Collectors.toMap(Map.Entry::getKey, text -> text.getValue().textValue()));
  }

  private static Entry entry(String name, JsonNode node) {
    require(
        node.isObject()
            && node.propertyStream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet())
                .equals(ENTRY_KEYS),
        "Tensor '%s' does not have exactly dtype, shape and data_offsets.",
        name);
    require(
        node.path("dtype").asText().equals("F32") && node.path("dtype").isTextual(),
        "Tensor '%s' is not of dtype F32.",
        name);
    JsonNode shape = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    require(isNaturals(shape), "The shape of tensor '%s' is not a list of sizes.", name);
    require(
        isNaturals(offsets) && offsets.size() == 2,
        "The data_offsets of tensor '%s' are not two offsets.",
        name);
    long begin = offsets.path(0).longValue();
    long end = offsets.path(1).longValue();
    long bytes = Float.BYTES;
    for (JsonNode size : shape) {
      bytes = Math.multiplyHigh(bytes, size.longValue()) == 0 ? bytes * size.longValue() : -1;
      require(bytes >= 0, "The shape of tensor '%s' overflows.", name);
    }
    require(end - begin == bytes, "The data_offsets of tensor '%s' do not fit its shape.", name);
    int[] sizes = shape.valueStream().mapToInt(JsonNode::intValue).toArray();
    return new Entry(sizes, begin, end);
  }

  /** Dimensions are held as int, offsets in a Java array too, so int is the bound of both. */
  private static boolean isNaturals(JsonNode node) {
    return node.isArray()
        && node.valueStream()
            .allMatch(n -> n.isIntegralNumber() && n.canConvertToInt() && n.intValue() >= 0);
  }

  private static void requireTiling(Map<String, Entry> entries, long dataBytes) {
    List<Entry> ordered =
        entries.values().stream()
            .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
            .toList();
    long covered = 0;
    for (Entry entry : ordered) {
      require(entry.begin() == covered, "The tensors leave a gap or overlap at byte %d.", covered);
      covered = entry.end();
    }
    require(
        covered == dataBytes, "The tensors cover %d bytes of %d in the file.", covered, dataBytes);
  }

  private static byte[] write(ObjectNode root) {
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of texts and numbers is always JSON.", e);
    }
  }

  private static JsonNode read(byte[] file, int length) {
    try {
      String json = UTF_8.newDecoder().decode(ByteBuffer.wrap(file, Long.BYTES, length)).toString();
      return JSON.readTree(json);
    } catch (CharacterCodingException e) {
      throw new InvalidReleaseException("The header is not UTF-8.", e);
    } catch (JsonProcessingException e) {
      throw new InvalidReleaseException("The header is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // every rule is a literal of this file
  private static void require(boolean kept, String rule, Object... arguments) {
    if (!kept) {
      throw new InvalidReleaseException(rule.formatted(arguments));
    }
  }
}

package io.mixtide.benchmark.stream.crayfish;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of Crayfish's services: an object of JSON, in which an image is one text of numbers
 * with commas; an answer has the image once more, beside its scores. Crayfish makes a mapper for
 * each record and boxes each number; here neither is done.
 *
 * @see <a href="https://github.com/soniahorchidan/crayfish23">its {@code
 *     CrayfishDataBatchSerde}</a>
 */
final class CrayfishJson {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String TIME = "creationTimestamp";
  private static final String IMAGES = "dataPointSz1";
  private static final String INPUTS = "dataPointSz2";
  private static final String IMAGE = "dataPoint";
  private static final String SCORES = "prediction";

  /** Latencies are told by the schedule of events, so all may be of the same moment. */
  private static final long ANY_TIME = 1_700_000_000_000L;

  private CrayfishJson() {}

  /**
   * Writes an event, or an answer.
   *
   * @param image {@code [inputs]}
   * @param scores {@code [outputs]}; null for an event
   */
  static byte[] write(float[] image, float @Nullable [] scores) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField(TIME, ANY_TIME);
      json.writeNumberField(IMAGES, 1);
      json.writeNumberField(INPUTS, image.length);
      json.writeStringField(IMAGE, text(image));
      json.writeStringField(SCORES, scores == null ? null : "[" + Arrays.toString(scores) + "]");
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The image of an event, {@code [inputs]}. */
  static float[] image(byte[] event) {
    JsonNode read;
    try {
      read = MAPPER.readTree(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String[] numbers = read.get(IMAGE).textValue().split(",");
    float[] image = new float[numbers.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = Float.parseFloat(numbers[i]);
    }
    return image;
  }

  private static String text(float[] image) {
    StringBuilder text = new StringBuilder();
    for (float brightness : image) {
      text.append(brightness).append(',');
    }
    return text.toString();
  }
}

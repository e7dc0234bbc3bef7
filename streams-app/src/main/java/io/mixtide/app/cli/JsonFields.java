package io.mixtide.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import java.util.TreeMap;

/** JSON as a list of fields: {@code provenance.settings.seed = 1}. */
final class JsonFields {
  private JsonFields() {}

  /** The fields of a value, by their path; lists and plain values are fields. */
  static SortedMap<String, String> of(String name, JsonNode value) {
    SortedMap<String, String> fields = new TreeMap<>();
    add(name, value, fields);
    return fields;
  }

  private static void add(String path, JsonNode value, SortedMap<String, String> fields) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(field -> add(path + "." + field.getKey(), field.getValue(), fields));
    } else {
      fields.put(path, value.isValueNode() ? value.asText() : value.toString());
    }
  }
}

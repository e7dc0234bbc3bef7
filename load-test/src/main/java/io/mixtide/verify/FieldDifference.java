package io.mixtide.verify;

import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Says where two records of one type differ. */
final class FieldDifference {
  private FieldDifference() {}

  /** The first field whose bits differ, with both values; a sentence. */
  static String between(SpecificRecord actual, SpecificRecord expected) {
    String difference = find("", actual, expected);
    return difference.isEmpty() ? "no field differs" : difference;
  }

  private static String find(String path, Object actual, Object expected) {
    if (actual instanceof SpecificRecord a && expected instanceof SpecificRecord b) {
      for (Schema.Field field : a.getSchema().getFields()) {
        String name = path.isEmpty() ? field.name() : path + "." + field.name();
        String difference = find(name, a.get(field.pos()), b.get(field.pos()));
        if (!difference.isEmpty()) {
          return difference;
        }
      }
      return "";
    }
    if (actual instanceof List<?> a && expected instanceof List<?> b) {
      if (a.size() != b.size()) {
        return "%s has %d elements where %d are right".formatted(path, a.size(), b.size());
      }
      for (int i = 0; i < a.size(); i++) {
        String difference = find("%s[%d]".formatted(path, i), a.get(i), b.get(i));
        if (!difference.isEmpty()) {
          return difference;
        }
      }
      return "";
    }
    return same(actual, expected)
        ? ""
        : "%s is %s where %s is right".formatted(path, actual, expected);
  }

  private static boolean same(Object actual, Object expected) {
    if (actual instanceof Double a && expected instanceof Double b) {
      return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }
    if (actual instanceof Float a && expected instanceof Float b) {
      return Float.floatToRawIntBits(a) == Float.floatToRawIntBits(b);
    }
    return Objects.equals(actual, expected);
  }
}

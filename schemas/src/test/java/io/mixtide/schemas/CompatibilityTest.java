package io.mixtide.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {

  @Test
  void shouldReadAndBeReadByEveryReleasedVersion() throws IOException {
    Map<String, Schema> present = present();
    List<String> faults = new ArrayList<>();
    for (int version : ReleasedSchemas.versions()) {
      Map<String, Schema> released = ReleasedSchemas.of(version);
      assertThat(present).as("records of version %d", version).containsKeys(names(released));
      released.forEach((name, schema) ->
          Compatibility.faults(Objects.requireNonNull(present.get(name)), schema)
              .forEach(fault -> faults.add("%s, version %d: %s".formatted(name, version, fault))));
    }

    assertThat(ReleasedSchemas.versions()).startsWith(1);
    assertThat(ReleasedSchemas.of(1)).hasSize(11);
    assertThat(faults).as("changes that break a released version").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // a field without a default gone, and another there that was not
        "ContextEvent; {\"name\":\"y\",; {\"name\":\"z\",; what it writes: field y, READER_FIELD_MISSING_DEFAULT_VALUE",
        "ContextEvent; {\"name\":\"y\",; {\"name\":\"z\",; what the released one wrote: field z, READER_FIELD_MISSING_DEFAULT_VALUE",
        // another type: narrower, wider, of an element, of a nested record, of a union's branch
        "Posterior; \"sequence\",\"type\":\"long\"; \"sequence\",\"type\":\"int\"; what the released one wrote: field sequence, TYPE_MISMATCH",
        "Posterior; \"contextSize\",\"type\":\"int\"; \"contextSize\",\"type\":\"long\"; what it writes: field contextSize, TYPE_MISMATCH",
        "Posterior; \"items\":\"float\"; \"items\":\"string\"; field alpha, TYPE_MISMATCH",
        "TaskLog; \"items\":\"double\"; \"items\":\"string\"; field observations.y, TYPE_MISMATCH",
        "ReleaseRecord; \"crc32c\",\"type\":\"long\"; \"crc32c\",\"type\":\"string\"; field content, MISSING_UNION_BRANCH",
        // a symbol renamed, in an enumeration without and with a default, and one more without
        "AmbiguityEvent; \"RAISED\"; \"UP\"; field state, MISSING_ENUM_SYMBOLS",
        "TaskLog; \"IDLE\"; \"REST\"; Symbol IDLE of io.mixtide.schemas.CloseReason is gone.",
        "Prediction; \"LOG1P\"]; \"LOG1P\",\"SQRT\"]; what it writes: field transform, MISSING_ENUM_SYMBOLS",
      })
  void shouldSayWhichFieldBreaks(String name, String text, String instead, String fault)
      throws IOException {
    assertThat(faultsOf(name, text, instead)).anySatisfy(said -> assertThat(said).contains(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ContextEvent; {\"name\":\"y\",; {\"name\":\"source\",\"type\":[\"null\",\"string\"],\"default\":null},{\"name\":\"y\",",
        "Query; {\"name\":\"id\",; {\"name\":\"label\",",
        "TaskLog; \"SIZE\"]; \"SIZE\",\"MOVED\"]",
        "DeadLetter; \"INTERNAL\"]; \"INTERNAL\",\"EXPIRED\"]",
      })
  void shouldAllowWhatHasADefault(String name, String text, String instead) throws IOException {
    assertThat(faultsOf(name, text, instead)).isEmpty();
  }

  private static List<String> faultsOf(String name, String text, String instead)
      throws IOException {
    Schema released =
        Objects.requireNonNull(ReleasedSchemas.of(1).get("io.mixtide.schemas." + name));
    String json = released.toString();
    assertThat(json).contains(text);
    return Compatibility.faults(new Schema.Parser().parse(json.replace(text, instead)), released);
  }

  private static String[] names(Map<String, Schema> schemas) {
    return schemas.keySet().toArray(String[]::new);
  }

  private static Map<String, Schema> present() {
    Map<String, Schema> schemas = new HashMap<>();
    for (Class<?> type : Contracts.RECORDS) {
      Schema schema = SpecificData.get().getSchema(type);
      schemas.put(schema.getFullName(), schema);
    }
    return schemas;
  }
}

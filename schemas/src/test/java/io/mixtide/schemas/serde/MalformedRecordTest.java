package io.mixtide.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mixtide.schemas.Contracts;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import io.mixtide.schemas.registry.RegistryUnavailableException;
import io.mixtide.schemas.registry.SchemaRegistry;
import io.mixtide.schemas.registry.UnknownSchemaException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedRecordTest {

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final WireFormat format = WireFormat.specific(registry, null);

  MalformedRecordTest() {
    Contracts.RECORDS.forEach(
        type -> registry.register(type.getName(), SpecificData.get().getSchema(type)));
  }

  @ParameterizedTest
  @CsvSource({
    "'',it has 0 bytes",
    "00000000,it has 4 bytes",
    "0100000001,it starts with byte 0x01",
    "7b22783a317d,it starts with byte 0x7b",
    "0000000001,", // no record at all
    "00000000010000,", // a record cut short
    "0000000001000000ff,1 bytes are left over", // a record and more
    "000000000104,", // a branch that is not there
    "000000000101,", // a branch before the first
    "000000000102ffffffff0f,", // a string of 2 GB
    "00000000010080cab5ee010000,an array claims 250000000 elements", // 2 GB of doubles
    "000000000100feffffff0f0000,", // 16 GB of doubles
    "000000000100ffffffff0f000000,", // the same, by a negative count
    "00000000010002000000000000f03fffffffffffffffff7f00,", // a later block of absurd length
  })
  void shouldRefuseWhatIsNotARecord(String hex, @Nullable String why) {
    assertThatThrownBy(() -> format.decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageStartingWith("The record cannot be read: " + (why == null ? "" : why));
  }

  @Test
  void shouldReadOnAfterABadRecord() {
    Query query = new Query(null, Vectors.doubles(1, 2), Vectors.doubles());
    byte[] good = format.encode(1, query.getSchema(), query);
    byte[] bad = Arrays.copyOf(good, good.length - 5);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> format.decode(bad)).isInstanceOf(MalformedRecordException.class);
      assertThat(format.decode(good)).isEqualTo(query);
    }
  }

  @Test
  void shouldNotAllocateWhatALengthClaims() {
    byte[] manyDoubles = HexFormat.of().parseHex("00000000010080cab5ee010000");
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    assertThatThrownBy(() -> format.decode(manyDoubles));

    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> format.decode(manyDoubles));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
  }

  @Test
  void shouldBearARecordNestedBeyondMeasure() {
    Schema node =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Query", "namespace": "io.mixtide.schemas", "fields": [
                  {"name": "x", "type": {"type": "array", "items": "double"}},
                  {"name": "more", "type": ["null", "Query"]}]}
                """);
    int id = registry.register("nested", node);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
    for (int i = 0; i < 1_000_000; i++) {
      bytes.writeBytes(new byte[] {0, 2});
    }

    assertThatThrownBy(() -> format.decode(bytes.toByteArray()))
        .isInstanceOf(MalformedRecordException.class);
    assertThatThrownBy(() -> WireFormat.generic(registry).decode(bytes.toByteArray()))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldNotCountElementsThatTakeNoBytes() {
    Schema hostile =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Query", "namespace": "io.mixtide.schemas", "fields": [
                  {"name": "nothing", "type": {"type": "array", "items": "null"}},
                  {"name": "x", "type": {"type": "array", "items": "double"}}]}
                """);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) registry.register("hostile", hostile)});
    // 2 to the 62nd elements in one block, then the end of both arrays.
    bytes.writeBytes(HexFormat.of().parseHex("80808080808080808001" + "00" + "00"));

    assertThatThrownBy(() -> format.decode(bytes.toByteArray()))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("take no bytes");
  }

  @Test
  void shouldNotKnowASchemaThatTheRegistryDoesNotHave() {
    assertThatThrownBy(() -> format.decode(new byte[] {0, 0, 0, 0, 99, 0}))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessage("The registry has no schema with id 99.");
  }

  @Test
  void shouldNotBlameTheRecordWhereTheRegistryDoesNotAnswer() {
    SchemaRegistry silent =
        new SchemaRegistry() {
          @Override
          public int register(String subject, Schema schema) {
            throw new RegistryUnavailableException("No answer.", null);
          }

          @Override
          public int idOf(String subject, Schema schema) {
            throw new RegistryUnavailableException("No answer.", null);
          }

          @Override
          public Schema byId(int id) {
            throw new RegistryUnavailableException("No answer.", null);
          }
        };

    assertThatThrownBy(() -> WireFormat.specific(silent, null).decode(new byte[] {0, 0, 0, 0, 1}))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Property(tries = 2000, seed = "7")
  void shouldThrowNothingElseAtRandomBytes(
      @ForAll @IntRange(min = 1, max = 9) int id, @ForAll @Size(max = 60) byte[] body) {
    byte[] bytes = new byte[5 + body.length];
    bytes[4] = (byte) id;
    System.arraycopy(body, 0, bytes, 5, body.length);

    expectRecordOrRefusal(bytes);
    expectRecordOrRefusal(body);
  }

  @Property(tries = 1000, seed = "7")
  void shouldThrowNothingElseAtDamagedRecords(
      @ForAll("records") SpecificRecord record,
      @ForAll @IntRange(min = 0) int where,
      @ForAll byte what) {
    byte[] bytes = encode(record);
    bytes[where % bytes.length] = what;

    expectRecordOrRefusal(bytes);
  }

  @Property(tries = 300, seed = "7")
  void shouldRefuseEveryRecordCutShort(
      @ForAll("records") SpecificRecord record, @ForAll @IntRange(min = 0) int where) {
    byte[] bytes = encode(record);

    assertThatThrownBy(() -> format.decode(Arrays.copyOf(bytes, where % bytes.length)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Provide
  Arbitrary<SpecificRecord> records() {
    return Contracts.records();
  }

  private byte[] encode(SpecificRecord record) {
    int id = registry.register(record.getSchema().getName(), record.getSchema());
    return format.encode(id, record.getSchema(), record);
  }

  private void expectRecordOrRefusal(byte[] bytes) {
    Throwable thrown =
        catchThrowable(() -> assertThat(format.decode(bytes)).isInstanceOf(SpecificRecord.class));
    if (thrown != null) {
      assertThat(thrown)
          .isInstanceOfAny(MalformedRecordException.class, UnknownSchemaException.class);
    }
  }
}

package io.mixtide.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.Contracts;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import io.mixtide.schemas.registry.UnknownSchemaException;
import io.mixtide.testing.Allocation;
import io.mixtide.testing.Mutations;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Whatever the bytes, the serdes give a record or say that there is none, in memory that is in
 * proportion to the bytes; and what they read they write and read again, to the same bytes.
 */
class WireFormatFuzzTest {
  private static final InMemorySchemaRegistry REGISTRY = new InMemorySchemaRegistry();
  private static final WireFormat FORMAT = WireFormat.specific(REGISTRY, null);
  private static final WireFormat GENERIC = WireFormat.generic(REGISTRY);

  /** Buffers and messages of any size of input. */
  private static final long MEMORY = 200_000;

  private static final long MEMORY_PER_BYTE = 400;

  static {
    Contracts.RECORDS.forEach(
        type -> REGISTRY.register(type.getName(), SpecificData.get().getSchema(type)));
    // Readers are made once for each schema, and take their own memory.
    for (int id = 1; id <= Contracts.RECORDS.size(); id++) {
      read(ByteBuffer.allocate(5).putInt(1, id).array());
    }
    // So are the classes that a refusal needs: a record cut short anywhere is refused in every way.
    for (Class<?> type : Contracts.RECORDS) {
      for (int seed = 0; seed < 10; seed++) {
        Schema schema = SpecificData.get().getSchema(type);
        byte[] whole = encode(ExtremeValues.record(schema, new Random(seed)));
        for (int length = 0; length < Math.min(whole.length, 200); length++) {
          read(Arrays.copyOf(whole, length));
        }
      }
    }
  }

  @Property(tries = 1000)
  void shouldSurviveRandomBytes(
      @ForAll @IntRange(min = 1, max = 11) int id, @ForAll @Size(max = 200) byte[] body) {
    check(ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array());
    check(body);
  }

  @Property(tries = 100)
  void shouldSurviveDamagedRecords(
      @ForAll("records") SpecificRecord first,
      @ForAll("records") SpecificRecord second,
      @ForAll long seed) {
    List<byte[]> inputs = List.of(encode(first), encode(second));
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      check(Mutations.mutate(inputs, random));
    }
  }

  @Property(tries = 100)
  void shouldReadBackWhatItWroteWithExtremes(@ForAll("extremes") SpecificRecord record) {
    byte[] bytes = encode(record);
    shouldBeTheSame(encode((SpecificRecord) FORMAT.decode(bytes)), bytes);
  }

  @Property(tries = 100)
  void shouldSurviveDamagedExtremes(@ForAll("extremes") SpecificRecord record, @ForAll long seed) {
    List<byte[]> inputs = List.of(encode(record));
    Random random = new Random(seed);
    for (int i = 0; i < 10; i++) {
      check(Mutations.mutate(inputs, random));
    }
  }

  @Provide
  Arbitrary<SpecificRecord> records() {
    return Contracts.records();
  }

  @Provide
  Arbitrary<SpecificRecord> extremes() {
    return Arbitraries.of(Contracts.RECORDS)
        .flatMap(type ->
            Arbitraries.randomValue(
                random -> ExtremeValues.record(SpecificData.get().getSchema(type), random)));
  }

  private static void check(byte[] bytes) {
    long allocated = Allocation.of(() -> read(bytes));
    assertThat(allocated)
        .as("bytes allocated for %d bytes", bytes.length)
        .isLessThan(MEMORY + MEMORY_PER_BYTE * bytes.length);
  }

  private static void read(byte[] bytes) {
    Object record;
    try {
      record = FORMAT.decode(bytes);
    } catch (MalformedRecordException | UnknownSchemaException e) {
      assertThat(e.getMessage()).isNotBlank();
      refuseGeneric(bytes);
      return;
    }
    byte[] again = encode((SpecificRecord) record);
    shouldBeTheSame(encode((SpecificRecord) FORMAT.decode(again)), again);
  }

  /** But for the order of maps, which is none. */
  private static void shouldBeTheSame(byte[] actual, byte[] expected) {
    byte[] sorted = actual.clone();
    byte[] sortedExpected = expected.clone();
    Arrays.sort(sorted);
    Arrays.sort(sortedExpected);
    assertThat(Arrays.equals(sorted, sortedExpected))
        .as("%s as %s", Arrays.toString(actual), Arrays.toString(expected))
        .isTrue();
  }

  private static void refuseGeneric(byte[] bytes) {
    try {
      GENERIC.decode(bytes);
    } catch (MalformedRecordException | UnknownSchemaException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static byte[] encode(SpecificRecord record) {
    Schema schema = record.getSchema();
    return FORMAT.encode(REGISTRY.register(schema.getName(), schema), schema, record);
  }
}

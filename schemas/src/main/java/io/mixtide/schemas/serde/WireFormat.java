package io.mixtide.schemas.serde;

import io.mixtide.schemas.registry.RegistryUnavailableException;
import io.mixtide.schemas.registry.SchemaRegistry;
import io.mixtide.schemas.registry.UnknownSchemaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The Confluent wire format: a zero byte, the schema's id in four bytes, high byte first, then the
 * datum in Avro's binary encoding. Keeps its buffers, readers and writers from record to record,
 * and so is for one thread at a time.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">Wire
 *     format</a>
 */
public final class WireFormat {

  private static final byte MAGIC = 0;
  private static final int HEADER = 5;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final SchemaRegistry registry;
  private final ReaderFactory readerFactory;
  private final GeneratedModel model = new GeneratedModel();

  private final IdentityHashMap<Schema, DatumWriter<Object>> writers = new IdentityHashMap<>();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
  private @Nullable BinaryEncoder encoder;

  private final Map<Integer, SchemaReader> readers = new HashMap<>();
  private @Nullable BinaryDecoder decoder;

  private WireFormat(SchemaRegistry registry, ReaderFactory readerFactory) {
    this.registry = registry;
    this.readerFactory = readerFactory;
  }

  /** Reads data of any schema, as Avro's generic types. */
  public static WireFormat generic(SchemaRegistry registry) {
    return new WireFormat(registry, SchemaReader::generic);
  }

  /**
   * Reads records of generated classes, each found by the full name of the writer's schema.
   *
   * @param type the one class to accept, null for any
   */
  public static WireFormat specific(SchemaRegistry registry, @Nullable Class<?> type) {
    return new WireFormat(
        registry, (id, writer, model) -> SchemaReader.specific(id, writer, type, model));
  }

  /**
   * Encodes a datum.
   *
   * @param schemaId the schema's id in the registry
   * @throws MalformedRecordException if the datum does not fit the schema
   */
  public byte[] encode(int schemaId, Schema schema, Object datum) {
    buffer.reset();
    buffer.write(MAGIC);
    buffer.write(schemaId >>> 24);
    buffer.write(schemaId >>> 16);
    buffer.write(schemaId >>> 8);
    buffer.write(schemaId);
    BinaryEncoder out = encoder;
    if (out == null) {
      out = EncoderFactory.get().binaryEncoder(buffer, null);
    }
    encoder = null;
    try {
      write(schema, datum, out);
      out.flush();
    } catch (IOException | RuntimeException e) {
      throw new MalformedRecordException(
          "A %s cannot be written: %s.".formatted(schema.getFullName(), e.getMessage()), e);
    }
    encoder = out;
    return buffer.toByteArray();
  }

  @SuppressWarnings("ReferenceEquality") // a generated class has one object for its schema
  private void write(Schema schema, Object datum, BinaryEncoder out) throws IOException {
    // A generated record may be written with an older schema, too.
    if (datum instanceof SpecificRecord record && record.getSchema() == schema) {
      RecordCoder<SpecificRecord> coder = RecordCoder.of(record);
      if (coder != null) {
        coder.write(record, out);
        return;
      }
    }
    writers.computeIfAbsent(schema, s -> new PrimitiveDatumWriter(s, model)).write(datum, out);
  }

  /**
   * Decodes a record.
   *
   * @throws MalformedRecordException if these bytes are not the wire format, or not wholly Avro of
   *     their schema
   * @throws UnknownSchemaException if the registry does not have the schema, or it does not fit
   *     what this reads
   * @throws RegistryUnavailableException if the registry gives no answer
   */
  public Object decode(byte[] bytes) {
    if (bytes.length < HEADER) {
      throw malformed(
          "it has %d bytes, fewer than the %d of the wire format's header"
              .formatted(bytes.length, HEADER),
          null);
    }
    if (bytes[0] != MAGIC) {
      throw malformed(
          "it starts with byte 0x%02x instead of the wire format's 0x00".formatted(bytes[0]), null);
    }
    SchemaReader reader = reader((int) INT.get(bytes, 1));
    BinaryDecoder in =
        DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, decoder);
    decoder = null;
    Object datum;
    int left;
    try {
      datum = reader.values().read(in);
      left = in.remainingBytes();
    } catch (AvroTypeException e) {
      String conflict = reader.conflict();
      if (conflict != null) {
        throw new UnknownSchemaException(conflict, e);
      }
      throw malformed(e.getMessage(), e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw malformed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    }
    if (left > 0) {
      throw malformed("%d bytes are left over after the record".formatted(left), null);
    }
    decoder = in;
    return datum;
  }

  private SchemaReader reader(int id) {
    SchemaReader reader = readers.get(id);
    if (reader == null) {
      reader = readerFactory.make(id, registry.byId(id), model);
      readers.put(id, reader);
    }
    return reader;
  }

  private static MalformedRecordException malformed(
      @Nullable String why, @Nullable Throwable cause) {
    return new MalformedRecordException("The record cannot be read: %s.".formatted(why), cause);
  }

  private interface ReaderFactory {
    SchemaReader make(int id, Schema writer, GeneratedModel model);
  }
}

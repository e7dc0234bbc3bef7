package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record of the inputs that waits, as it came but for its key, which is read.
 *
 * @param request whether it is of the requests, or else of the context
 * @param offset in its partition, which has the number of the others'
 * @param timestamp milliseconds since 1970, not negative
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record PendingRecord(
    boolean request,
    long offset,
    long timestamp,
    String task,
    Headers headers,
    byte @Nullable [] value) {
  private static final int NONE = -1;

  /** Bytes of what {@link #write} gives. */
  int bytes() {
    int bytes = 1 + 2 * Long.BYTES + Integer.BYTES;
    for (Header header : headers) {
      bytes += bytes(header.key().getBytes(UTF_8)) + bytes(header.value());
    }
    return bytes + bytes(task.getBytes(UTF_8)) + bytes(value);
  }

  private static int bytes(byte @Nullable [] field) {
    return Integer.BYTES + (field == null ? 0 : field.length);
  }

  /** Writes the record at the buffer's position. */
  void write(ByteBuffer to) {
    to.put((byte) (request ? 1 : 0)).putLong(offset).putLong(timestamp);
    Header[] all = headers.toArray();
    to.putInt(all.length);
    for (Header header : all) {
      put(to, header.key().getBytes(UTF_8));
      put(to, header.value());
    }
    put(to, task.getBytes(UTF_8));
    put(to, value);
  }

  private static void put(ByteBuffer to, byte @Nullable [] field) {
    if (field == null) {
      to.putInt(NONE);
    } else {
      to.putInt(field.length).put(field);
    }
  }

  /** Reads what {@link #write} wrote. */
  static PendingRecord read(ByteBuffer from) {
    boolean request = from.get() != 0;
    long offset = from.getLong();
    long timestamp = from.getLong();
    RecordHeaders headers = new RecordHeaders();
    for (int left = from.getInt(); left > 0; left--) {
      headers.add(text(from), field(from));
    }
    return new PendingRecord(request, offset, timestamp, text(from), headers, field(from));
  }

  private static String text(ByteBuffer from) {
    byte[] field = new byte[from.getInt()];
    from.get(field);
    return new String(field, UTF_8);
  }

  private static byte @Nullable [] field(ByteBuffer from) {
    int length = from.getInt();
    if (length == NONE) {
      return null;
    }
    byte[] field = new byte[length];
    from.get(field);
    return field;
  }
}

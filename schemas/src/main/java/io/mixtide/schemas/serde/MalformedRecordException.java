package io.mixtide.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not the wire format or not Avro of their schema, or a record that its schema
 * cannot hold. It stays so however often it is tried.
 */
public class MalformedRecordException extends SerializationException {

  private static final long serialVersionUID = 1L;

  /** One sentence, and the exception behind it. */
  public MalformedRecordException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

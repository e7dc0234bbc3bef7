package io.mixtide.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A record's schema is not in the registry, or does not fit what the reader expects. It stays so
 * however often the record is read.
 */
public class UnknownSchemaException extends SerializationException {

  private static final long serialVersionUID = 1L;

  /** One sentence, and the exception behind it. */
  public UnknownSchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** One sentence. */
  public UnknownSchemaException(String message) {
    super(message);
  }
}

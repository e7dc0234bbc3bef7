package io.mixtide.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry refuses a schema that is to be written with: it is incompatible with the subject's
 * former schema, or not valid there. It stays so until the registry or the schema is changed.
 */
public class SchemaRejectedException extends SerializationException {

  private static final long serialVersionUID = 1L;

  /** One sentence. */
  public SchemaRejectedException(String message) {
    super(message);
  }
}

package io.mixtide.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The registry gave no usable answer: it cannot be reached, fails, is overloaded or refuses the
 * credentials. This says nothing about the record at hand, which must be tried again and never be
 * dead-lettered for it.
 */
public class RegistryUnavailableException extends SerializationException {

  private static final long serialVersionUID = 1L;

  /** One sentence, and the exception behind it. */
  public RegistryUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

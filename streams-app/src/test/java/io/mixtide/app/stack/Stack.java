package io.mixtide.app.stack;

import org.testcontainers.lifecycle.Startable;

/**
 * A Kafka broker and a schema registry that requires backward compatibility. Tests share one, as
 * long as the JVM lives, and keep apart by the names of their topics.
 */
public interface Stack extends Startable {

  /** The address for {@code bootstrap.servers}. */
  String bootstrapServers();

  /** The address for {@code schema.registry.url}. */
  String registryUrl();

  /** The stack of this JVM, started on first use; which one it is, is printed then. */
  static Stack shared() {
    return SharedStack.get();
  }
}

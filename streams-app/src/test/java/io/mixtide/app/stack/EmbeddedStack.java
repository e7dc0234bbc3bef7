package io.mixtide.app.stack;

import io.mixtide.app.embedded.EmbeddedBroker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The embedded broker in this JVM and Apicurio Registry in a process beside it, which takes longer
 * to start and is waited for when it is first asked for.
 */
final class EmbeddedStack implements Stack {
  private final ApicurioRegistry registry = new ApicurioRegistry();
  private @Nullable EmbeddedBroker broker;
  private boolean registryAnswers;

  @Override
  public void start() {
    registry.launch();
    broker = EmbeddedBroker.start();
  }

  @Override
  public void stop() {
    registry.stop();
    if (broker != null) {
      broker.close();
    }
  }

  @Override
  public String bootstrapServers() {
    return Objects.requireNonNull(broker, "the stack is not started").bootstrapServers();
  }

  @Override
  public synchronized String registryUrl() {
    if (!registryAnswers) {
      registry.start();
      registryAnswers = true;
    }
    return registry.url();
  }
}

package io.mixtide.app.cli;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Finds out whether Kafka refused the user, whichever client was told so. */
final class KafkaRefusal {
  private KafkaRefusal() {}

  /** What to say of a fault that Kafka's refusal caused; empty if something else did. */
  static Optional<String> of(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SslAuthenticationException) {
        return Optional.of(
            "Kafka and this program do not trust each other (%s): correct what begins with kafka.ssl."
                .formatted(reason(cause)));
      }
      if (cause instanceof AuthenticationException) {
        return Optional.of(
            "Kafka does not accept the credentials (%s): correct what begins with kafka.sasl."
                .formatted(cause.getMessage()));
      }
      if (cause instanceof AuthorizationException) {
        return Optional.of(
            "Kafka does not allow this (%s): have the rights granted that SECURITY.md lists"
                .formatted(cause.getMessage()));
      }
    }
    return Optional.empty();
  }

  private static String reason(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}

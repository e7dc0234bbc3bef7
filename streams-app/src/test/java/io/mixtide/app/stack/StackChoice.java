package io.mixtide.app.stack;

import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which stack the tests run on.
 *
 * @param why what decided it, as the end of a sentence
 */
record StackChoice(Kind kind, String why) {
  static final String PROPERTY = "mixtide.test.kafka";
  static final String VARIABLE = "MIXTIDE_TEST_KAFKA";

  enum Kind {
    DOCKER("Apache Kafka and Confluent's Schema Registry in Docker"),
    EMBEDDED("the embedded broker and Apicurio Registry, without Docker");

    private final String name;

    Kind(String name) {
      this.name = name;
    }
  }

  /**
   * Docker where it answers, unless one kind is forced.
   *
   * @param forced {@code docker} or {@code embedded}; null to choose
   * @param dockerAnswers asked only if the answer matters
   * @throws IllegalStateException if Docker is forced and does not answer, or {@code forced} is
   *     neither
   */
  static StackChoice of(@Nullable String forced, BooleanSupplier dockerAnswers) {
    return switch (forced == null ? "" : forced.toLowerCase(Locale.ROOT)) {
      case "" ->
          dockerAnswers.getAsBoolean()
              ? new StackChoice(Kind.DOCKER, "a Docker engine answers")
              : new StackChoice(Kind.EMBEDDED, "no Docker engine answers");
      case "embedded" -> new StackChoice(Kind.EMBEDDED, PROPERTY + " says so");
      case "docker" -> {
        if (!dockerAnswers.getAsBoolean()) {
          throw new IllegalStateException(
              "%s is docker, but no Docker engine answers: start one, or set it to embedded"
                  .formatted(PROPERTY));
        }
        yield new StackChoice(Kind.DOCKER, PROPERTY + " says so");
      }
      default ->
          throw new IllegalStateException(
              "%s is '%s': set it to docker or embedded".formatted(PROPERTY, forced));
    };
  }

  /** One line for who runs the tests. */
  String announcement() {
    return "Integration tests run on %s: %s.".formatted(kind.name, why);
  }
}

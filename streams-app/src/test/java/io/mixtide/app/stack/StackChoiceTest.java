package io.mixtide.app.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.stack.StackChoice.Kind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class StackChoiceTest {
  private static final BooleanSupplier DOCKER = () -> true;
  private static final BooleanSupplier NO_DOCKER = () -> false;
  private static final BooleanSupplier NOT_ASKED =
      () -> {
        throw new AssertionError("Docker is asked for nothing");
      };

  @Test
  void shouldChooseDockerWhereItAnswers() {
    assertThat(StackChoice.of(null, DOCKER).kind()).isEqualTo(Kind.DOCKER);
    assertThat(StackChoice.of("", NO_DOCKER).kind()).isEqualTo(Kind.EMBEDDED);
  }

  @Test
  void shouldDoAsItIsForced() {
    assertThat(StackChoice.of("docker", DOCKER).kind()).isEqualTo(Kind.DOCKER);
    assertThat(StackChoice.of("Embedded", NOT_ASKED).kind()).isEqualTo(Kind.EMBEDDED);
  }

  @Test
  void shouldSayThatDockerIsForcedAndNotThere() {
    assertThatThrownBy(() -> StackChoice.of("docker", NO_DOCKER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "mixtide.test.kafka is docker, but no Docker engine answers:"
                + " start one, or set it to embedded");
  }

  @Test
  void shouldKnowNoOtherKind() {
    assertThatThrownBy(() -> StackChoice.of("podman", NOT_ASKED))
        .hasMessage("mixtide.test.kafka is 'podman': set it to docker or embedded");
  }

  @Test
  void shouldSayWhatWasChosenAndWhy() {
    assertThat(StackChoice.of(null, NO_DOCKER).announcement())
        .isEqualTo(
            "Integration tests run on the embedded broker and Apicurio Registry, without Docker:"
                + " no Docker engine answers.");
    assertThat(StackChoice.of("docker", DOCKER).announcement())
        .isEqualTo(
            "Integration tests run on Apache Kafka and Confluent's Schema Registry in Docker:"
                + " mixtide.test.kafka says so.");
  }

  @Test
  void shouldNotWaitForAnEngineThatKeepsSilent() {
    CountDownLatch never = new CountDownLatch(1);
    long start = System.nanoTime();

    assertThat(
            DockerEngine.within(
                Duration.ofMillis(100),
                () -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return true;
                }))
        .isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    never.countDown();
  }

  @Test
  void shouldTakeAFaultForNoEngine() {
    assertThat(DockerEngine.within(Duration.ofSeconds(5), NOT_ASKED)).isFalse();
    assertThat(DockerEngine.within(Duration.ofSeconds(5), DOCKER)).isTrue();
  }
}

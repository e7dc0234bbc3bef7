package io.mixtide.app.releases;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.ReleaseShadow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseCatalogTest {
  private final ReleaseCatalog catalog = new ReleaseCatalog();

  /** A letter activates the release of that name; a small one is one that a rollback went to. */
  @ParameterizedTest
  @CsvSource({
    "A, ",
    "AB, A",
    "ABa, ",
    "ABC, B",
    "ABCb, A",
    "ABCba, ",
    "ABaC, A",
    "ABaCa, ",
    "ABA, B",
    "ABAb, A",
    // Activated once more, the release in force is not its own predecessor.
    "ABB, A",
    "AA, ",
  })
  void shouldGoBackToWhatWasInForceBefore(String history, String former) {
    history.chars().forEach(this::activate);
    assertThat(catalog.former().orElse(null)).isEqualTo(former);
    assertThat(catalog.activations()).hasSize(history.length());
    assertThat(catalog.activation().orElseThrow().getVersion())
        .isEqualToIgnoringCase(history.substring(history.length() - 1));
  }

  @Test
  void shouldCountTheHighestOrdinalWhateverTheOrder() {
    activate('A');
    activate('B');
    ReleaseCatalog other = new ReleaseCatalog();
    for (ReleaseActivation activation : catalog.activations().reversed()) {
      other.accept(ReleaseKeys.activation(activation.getOrdinal()), new ReleaseRecord(activation));
    }
    assertThat(other.activation()).isEqualTo(catalog.activation());
    assertThat(other.former()).contains("A");
    other.accept("activation/1", null);
    assertThat(other.activation().orElseThrow().getVersion()).isEqualTo("A");
  }

  @Test
  void shouldForgetAShadowThatWasEndedOrDeleted() {
    shadow("A");
    assertThat(catalog.shadow().orElseThrow().getVersion()).isEqualTo("A");
    shadow(null);
    assertThat(catalog.shadow()).isEmpty();
    shadow("B");
    catalog.accept("shadow", null);
    assertThat(catalog.shadow()).isEmpty();
  }

  private void shadow(@Nullable String version) {
    catalog.accept(
        "shadow",
        new ReleaseRecord(
            ReleaseShadow.newBuilder()
                .setVersion(version)
                .setShare(0.5)
                .setBy("test")
                .setSince(Instant.EPOCH)
                .build()));
  }

  private void activate(int letter) {
    ReleaseActivation activation =
        ReleaseActivation.newBuilder()
            .setVersion(String.valueOf((char) Character.toUpperCase(letter)))
            .setBy("test")
            .setActivatedAt(Instant.EPOCH)
            .setOrdinal(catalog.nextOrdinal())
            .setRollback(Character.isLowerCase(letter))
            .build();
    catalog.accept(ReleaseKeys.of(new ReleaseRecord(activation)), new ReleaseRecord(activation));
  }
}

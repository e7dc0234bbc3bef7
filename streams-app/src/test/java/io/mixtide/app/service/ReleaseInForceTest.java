package io.mixtide.app.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.TestReleases;
import io.mixtide.app.releases.PublishedRelease;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ReleaseManifest;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseInForceTest {
  private static final byte[] FIRST = TestReleases.file(1);
  private static final Release RELEASE = ReleaseFile.read(FIRST);
  private static final byte[] OTHER_SHAPE = TestReleases.otherShape();

  private final ReleaseInForce inForce = new ReleaseInForce(new VectorKernels());

  @BeforeEach
  void activate() {
    inForce.activated(published(FIRST));
  }

  @Test
  void shouldPutAReleaseInForce() throws Exception {
    assertThat(inForce.await(Duration.ZERO)).isTrue();
    assertThat(inForce.get().version()).isEqualTo(RELEASE.version());
    inForce.activated(published(TestReleases.file(2)));
    assertThat(inForce.get()).isEqualTo(inForce.get()).isNotEqualTo(RELEASE);
  }

  @Test
  void shouldTakeTheShippedReleaseAndContextExperts() throws Exception {
    try (InputStream shipped =
        ReleaseInForce.class.getResourceAsStream(
            "/io/mixtide/app/demo/beijing-pm25-first-weeks.safetensors")) {
      inForce.activated(published(Objects.requireNonNull(shipped).readAllBytes()));
    }
    Release context = TestReleases.contextExperts(5, 1);
    inForce.activated(published(TestReleases.file(context)));
    assertThat(inForce.get().version()).isEqualTo(context.version());
  }

  @Test
  void shouldRefuseAWeightThatIsNoNumber() {
    shouldBeRefused(published(TestReleases.withWeights(RELEASE, Float.NaN)), "not a finite number");
  }

  @ParameterizedTest
  @ValueSource(floats = {1e30f, -1e30f, 1e12f})
  void shouldRefuseWeightsThatGiveNoFiniteDensity(float weight) {
    shouldBeRefused(published(TestReleases.withWeights(RELEASE, weight)), "no finite density");
  }

  /** One wild expert among good ones is enough. */
  @Test
  void shouldRefuseOneExpertWithoutAFiniteMean() {
    Network network = TestReleases.release(1).network();
    Parameter bias =
        network.parameters().stream()
            .filter(parameter -> parameter.name().startsWith("trunk") && parameter.in() == 0)
            .reduce((_, last) -> last)
            .orElseThrow();
    bias.values()[0] = Float.MAX_VALUE;
    byte[] file =
        ReleaseFile.write(
            null,
            network,
            new Standardisation(
                OutputTransform.IDENTITY,
                RELEASE.standardisation().xMean(),
                RELEASE.standardisation().xScale(),
                RELEASE.standardisation().yMean(),
                new double[] {1e300}),
            RELEASE.provenance(),
            RELEASE.heldOut(),
            RELEASE.scores(),
            RELEASE.candidates());
    shouldBeRefused(published(file), "no finite density");
  }

  @Test
  void shouldRefuseANewerFormat() {
    String text = new String(FIRST, ISO_8859_1);
    assertThat(text).contains(ReleaseFile.FORMAT);
    byte[] newer = text.replace(ReleaseFile.FORMAT, "mixtide-release/9").getBytes(ISO_8859_1);
    shouldBeRefused(
        new PublishedRelease(manifest(RELEASE.version()), newer),
        "its format is mixtide-release/9");
  }

  @Test
  void shouldRefuseAManifestOfAnotherFile() {
    shouldBeRefused(
        new PublishedRelease(manifest("other"), FIRST),
        "the file is that of release " + RELEASE.version());
  }

  @Test
  void shouldRefuseAnotherShape() {
    shouldBeRefused(published(OTHER_SHAPE), "it takes dx 2, dy 1 where the tasks have 1, 1");
  }

  @Test
  void shouldCheckTheShadowLikewise() {
    inForce.shadowed(published(TestReleases.file(2)), 0.25);
    assertThat(inForce.shadow().orElseThrow().share()).isEqualTo(0.25);
    assertThat(inForce.shadow()).isSameAs(inForce.shadow());
    assertThatThrownBy(() -> inForce.shadowed(published(OTHER_SHAPE), 1))
        .hasMessageContaining("dx 2");
    inForce.unshadowed();
    assertThat(inForce.shadow()).isEmpty();
    assertThat(inForce.get().version()).isEqualTo(RELEASE.version());
  }

  private void shouldBeRefused(PublishedRelease release, String reason) {
    assertThatThrownBy(() -> inForce.activated(release)).hasMessageContaining(reason);
    assertThat(inForce.get().version()).isEqualTo(RELEASE.version());
  }

  /** The release of a file, whatever is wrong with it otherwise. */
  private static PublishedRelease published(byte[] file) {
    String header = new String(file, ISO_8859_1);
    String key = "\"version\":\"";
    int start = header.indexOf(key) + key.length();
    return new PublishedRelease(manifest(header.substring(start, start + 12)), file);
  }

  private static ReleaseManifest manifest(String version) {
    return ReleaseManifest.newBuilder()
        .setVersion(version)
        .setSize(1)
        .setSha256("")
        .setChunks(1)
        .setPublishedAt(Instant.EPOCH)
        .build();
  }
}

package io.mixtide.app.demo;

import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The two releases shipped for the demonstration: Mixtide's, trained on the first weeks of the
 * shipped readings alone, so that there is something left to learn; and one with a single expert to
 * compare with, trained on the first four fifths.
 */
final class ShippedReleases {

  private ShippedReleases() {}

  /** The file of the release that the demonstration begins with. */
  static byte[] firstWeeks() {
    return file("beijing-pm25-first-weeks.safetensors");
  }

  /** One Gaussian per x, the same for all tasks. */
  static Release singleGaussian() {
    return ReleaseFile.read(file("beijing-pm25-single-gaussian.safetensors"));
  }

  private static byte[] file(String name) {
    try (InputStream file =
        Objects.requireNonNull(ShippedReleases.class.getResourceAsStream(name), name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

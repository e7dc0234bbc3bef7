package io.mixtide.app.demo;

import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The two releases shipped for the demonstration, trained on the first four fifths of the shipped
 * readings: Mixtide's, and one with a single expert to compare with.
 */
final class ShippedReleases {

  private ShippedReleases() {}

  /** The file of the release that the demonstration serves. */
  static byte[] mixture() {
    return file("beijing-pm25.safetensors");
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

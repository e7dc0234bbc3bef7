package io.mixtide.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The two releases shipped for the demonstration: Mixtide's, trained on the first weeks of the
 * shipped readings alone, so that there is something left to learn; and one with a single expert to
 * compare with, trained on the first four fifths.
 */
public final class ShippedReleases {

  private ShippedReleases() {}

  /** The file of the release that the demonstration begins with. */
  public static byte[] firstWeeks() {
    return file("beijing-pm25-first-weeks.safetensors");
  }

  /** The file of the one to compare with: one Gaussian per x, the same for all tasks. */
  public static byte[] singleGaussian() {
    return file("beijing-pm25-single-gaussian.safetensors");
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

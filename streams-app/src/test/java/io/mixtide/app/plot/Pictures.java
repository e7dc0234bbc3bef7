package io.mixtide.app.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Reads pictures back. */
public final class Pictures {
  private Pictures() {}

  /** The picture in a PNG file's bytes, which must have the given size. */
  public static BufferedImage read(byte[] png, int width, int height) {
    assertThat(png).startsWith(0x89, 'P', 'N', 'G');
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      assertThat(image.getWidth()).isEqualTo(width);
      assertThat(image.getHeight()).isEqualTo(height);
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The colour of a pixel, {@code 0xRRGGBB}. */
  static int rgb(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }

  /** How many pixels have exactly this colour. */
  static long count(BufferedImage image, int rgb) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(i -> rgb(image, i % image.getWidth(), i / image.getWidth()) == rgb)
        .count();
  }
}

package io.mixtide.app.plot;

import io.mixtide.app.UserErrorException;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws into a PNG file, without a display. */
final class Png {
  private Png() {}

  /**
   * A picture on white.
   *
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param drawing draws it; whatever of AWT it needs is made in there
   * @return the bytes of a PNG file: the same drawing on the same machine gives the same
   * @throws UserErrorException if this machine has no fonts
   */
  static byte[] draw(int width, int height, Consumer<Graphics2D> drawing) {
    requireFonts();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    try {
      canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      canvas.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      canvas.setColor(Color.WHITE);
      canvas.fillRect(0, 0, width, height);
      canvas.setColor(Color.BLACK);
      drawing.accept(canvas);
    } finally {
      canvas.dispose();
    }
    return encode(image);
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Without fonts AWT fails with errors that speak of its inside, and differ by JDK. */
  private static void requireFonts() {
    // Read when the first class of AWT is loaded.
    System.setProperty("java.awt.headless", "true");
    try {
      new TextLayout(
              "0",
              new Font(Font.SANS_SERIF, Font.PLAIN, 12),
              new FontRenderContext(null, true, true))
          .getAdvance();
    } catch (InternalError | LinkageError | RuntimeException e) {
      throw new UserErrorException(
          "a plot needs fonts and Java finds none on this machine; install some (on Debian: apt-get "
              + "install fontconfig fonts-dejavu-core)",
          e);
    }
  }
}

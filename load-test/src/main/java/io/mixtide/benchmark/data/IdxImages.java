package io.mixtide.benchmark.data;

import io.mixtide.model.data.DataException;
import io.mixtide.model.data.DataFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Grey images of one size, as the IDX files of MNIST hold them (LeCun, Cortes and Burges).
 *
 * @param count how many images
 * @param rows height, in pixels
 * @param columns width, in pixels
 * @param pixels intensities as unsigned bytes, {@code [count, rows, columns]}; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // read in place, never compared
public record IdxImages(int count, int rows, int columns, byte[] pixels) {
  /** Unsigned bytes in three dimensions. */
  private static final int MAGIC = 0x00000803;

  /** Pixels of one image. */
  public int size() {
    return rows * columns;
  }

  /** Intensity in [0, 1] of a pixel, counted along rows, of an image. */
  public double intensity(int image, int pixel) {
    return Byte.toUnsignedInt(pixels[image * size() + pixel]) / 255.0;
  }

  /**
   * Reads a file, plain or gzipped.
   *
   * @throws DataException if the file is missing, cut off, too long, or not one of images
   */
  public static IdxImages read(Path file) {
    try (DataInputStream content =
        new DataInputStream(new BufferedInputStream(DataFile.open(file)))) {
      int magic = content.readInt();
      if (magic != MAGIC) {
        throw new DataException(
            "%s: the file begins with %08x, not with %08x as IDX images do; check which it is."
                .formatted(file, magic, MAGIC));
      }
      int count = content.readInt();
      int rows = content.readInt();
      int columns = content.readInt();
      int size = size(file, count, rows, columns);
      byte[] pixels = content.readNBytes(size);
      if (pixels.length < size || content.read() != -1) {
        throw new DataException(
            "%s: %s pixels than the %d x %d x %d of its header; is it whole?"
                .formatted(file, pixels.length < size ? "fewer" : "more", count, rows, columns));
      }
      return new IdxImages(count, rows, columns, pixels);
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }

  private static int size(Path file, int count, int rows, int columns) {
    try {
      if (count < 1 || rows < 1 || columns < 1) {
        throw new ArithmeticException("not positive");
      }
      return Math.multiplyExact(count, Math.multiplyExact(rows, columns));
    } catch (ArithmeticException e) {
      throw new DataException(
          "%s: the header says %d images of %d x %d, which cannot be read; is it whole?"
              .formatted(file, count, rows, columns),
          e);
    }
  }
}

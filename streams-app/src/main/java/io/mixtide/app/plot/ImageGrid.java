package io.mixtide.app.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Grey-scale images in rows and columns with captions, such as completions of images after more and
 * more pixels.
 *
 * @param rows captions at the left, one a row
 * @param columns captions at the top, one a column
 * @param images {@code [rows][columns]}, all of one size
 */
public record ImageGrid(List<String> rows, List<String> columns, List<List<Grey>> images) {
  private static final int GAP = 6;
  private static final Color UNKNOWN = new Color(0x5B7FA6);

  /**
   * One image.
   *
   * @param width in pixels
   * @param values row by row from the top left, from 0, black, to 1, white; what lies beyond is cut
   *     off, and NaN, a pixel that nobody has seen, is drawn in blue
   */
  @SuppressWarnings("ArrayRecordComponent") // written once, read by index
  public record Grey(int width, double[] values) {

    /**
     * @throws IllegalArgumentException if the values are not whole rows
     */
    public Grey {
      if (width < 1 || values.length < width || values.length % width != 0) {
        throw new IllegalArgumentException(
            "%d values are not rows of %d".formatted(values.length, width));
      }
    }

    int height() {
      return values.length / width;
    }

    private BufferedImage image() {
      BufferedImage image = new BufferedImage(width, height(), BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < values.length; i++) {
        int grey = (int) Math.round(255 * Math.clamp(values[i], 0, 1));
        int rgb = Double.isNaN(values[i]) ? UNKNOWN.getRGB() : grey << 16 | grey << 8 | grey;
        image.setRGB(i % width, i / width, rgb);
      }
      return image;
    }
  }

  /**
   * @throws IllegalArgumentException if there is no image, their number does not fit the captions,
   *     or their sizes differ
   */
  public ImageGrid {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    images = images.stream().map(List::copyOf).toList();
    int wide = columns.size();
    if (rows.isEmpty()
        || wide == 0
        || images.size() != rows.size()
        || images.stream().anyMatch(row -> row.size() != wide)) {
      throw new IllegalArgumentException(
          "the images are not %d rows of %d, as their captions are".formatted(rows.size(), wide));
    }
    Grey first = images.getFirst().getFirst();
    if (images.stream()
        .flatMap(List::stream)
        .anyMatch(one -> one.width != first.width || one.height() != first.height())) {
      throw new IllegalArgumentException("the images differ in size");
    }
  }

  /**
   * Draws the grid, every pixel of an image a square as large as there is room for.
   *
   * @param width in pixels
   * @param height in pixels
   * @return the bytes of a PNG file: the same grid on the same machine gives the same
   * @throws IllegalArgumentException if the images do not fit
   * @throws io.mixtide.app.UserErrorException if this machine has no fonts
   */
  public byte[] png(int width, int height) {
    return Png.draw(width, height, canvas -> draw(canvas, width, height));
  }

  private void draw(Graphics2D canvas, int width, int height) {
    canvas.setFont(ChartStyle.text());
    FontMetrics letters = canvas.getFontMetrics();
    int left = 2 * GAP + rows.stream().mapToInt(letters::stringWidth).max().orElseThrow();
    int top = 2 * GAP + letters.getHeight();
    Grey first = images.getFirst().getFirst();
    int scale =
        Math.min(
            ((width - left) / columns.size() - GAP) / first.width,
            ((height - top) / rows.size() - GAP) / first.height());
    if (scale < 1) {
      throw new IllegalArgumentException(
          "%d x %d pixels are too few for %d rows of %d images of %d x %d"
              .formatted(width, height, rows.size(), columns.size(), first.width, first.height()));
    }
    int cellWidth = scale * first.width;
    int cellHeight = scale * first.height();
    for (int c = 0; c < columns.size(); c++) {
      int middle = left + c * (cellWidth + GAP) + cellWidth / 2;
      String caption = columns.get(c);
      canvas.drawString(
          caption, middle - letters.stringWidth(caption) / 2, GAP + letters.getAscent());
    }
    for (int r = 0; r < rows.size(); r++) {
      int y = top + r * (cellHeight + GAP);
      canvas.drawString(rows.get(r), GAP, y + (cellHeight + letters.getAscent()) / 2);
      for (int c = 0; c < columns.size(); c++) {
        BufferedImage image = images.get(r).get(c).image();
        canvas.drawImage(image, left + c * (cellWidth + GAP), y, cellWidth, cellHeight, null);
      }
    }
  }
}

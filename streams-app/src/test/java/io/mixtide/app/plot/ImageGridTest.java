package io.mixtide.app.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mixtide.app.plot.ImageGrid.Grey;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageGridTest {
  private static final int UNKNOWN = 0x5B7FA6;

  /** Grey levels that no caption's edge has in such a number. */
  private static final Grey IMAGE = new Grey(2, new double[] {0.2, 0.6, Double.NaN, -3});

  @Test
  void shouldDrawEveryPixelAsALargeSquare() {
    ImageGrid grid =
        new ImageGrid(
            List.of("truth", "mean"),
            List.of("n = 1", "n = 2", "n = 4"),
            Collections.nCopies(2, Collections.nCopies(3, IMAGE)));
    BufferedImage image = Pictures.read(grid.png(500, 300), 500, 300);
    long square = Pictures.count(image, UNKNOWN) / 6;
    assertThat(square).isBetween(50L * 50, 70L * 70);
    assertThat(Math.sqrt(square)).isEqualTo(Math.rint(Math.sqrt(square)));
    assertThat(Pictures.count(image, 0x333333)).isBetween(6 * square, 6 * square + 40);
    assertThat(Pictures.count(image, 0x999999)).isBetween(6 * square, 6 * square + 40);
    assertThat(grid.png(500, 300)).isEqualTo(grid.png(500, 300));
  }

  @Test
  void shouldKeepImagesInTheirPlaces() {
    Grey black = new Grey(1, new double[] {0});
    Grey unknown = new Grey(1, new double[] {Double.NaN});
    ImageGrid grid =
        new ImageGrid(
            List.of("a", "b"),
            List.of("left", "right"),
            List.of(List.of(black, unknown), List.of(black, black)));
    BufferedImage image = Pictures.read(grid.png(400, 400), 400, 400);
    assertThat(Pictures.rgb(image, 300, 100)).isEqualTo(UNKNOWN);
    assertThat(Pictures.rgb(image, 100, 100)).isZero();
    assertThat(Pictures.rgb(image, 300, 300)).isZero();
  }

  @Test
  void shouldRefuseWhatCannotBeDrawn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Grey(3, new double[4]))
        .withMessageContaining("4 values are not rows of 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageGrid(List.of("a"), List.of("b", "c"), List.of(List.of(IMAGE))))
        .withMessageContaining("1 rows of 2");
    Grey other = new Grey(1, new double[2]);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ImageGrid(List.of("a"), List.of("b", "c"), List.of(List.of(IMAGE, other))))
        .withMessageContaining("differ in size");
    ImageGrid grid = new ImageGrid(List.of("a"), List.of("b"), List.of(List.of(IMAGE)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grid.png(20, 20))
        .withMessageContaining("20 x 20 pixels are too few");
  }
}

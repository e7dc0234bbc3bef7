package io.mixtide.app.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mixtide.app.plot.BarChart.Bar;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarChartTest {
  private static final int FILL = 0x56B4E9;
  private static final int DOT = 0x000000;

  @Test
  void shouldDrawBarsAsLongAsTheirValues() {
    long one = filled(new Bar("one", 10, List.of()), new Bar("other", 20, List.of()));
    long twice = filled(new Bar("one", 20, List.of()), new Bar("other", 20, List.of()));
    assertThat((double) twice / one).isBetween(1.25, 1.4);
  }

  @Test
  void shouldDotWhatABarIsTheMedianOf() {
    BufferedImage without = draw(new Bar("one", 10, List.of()));
    BufferedImage with = draw(new Bar("one", 10, List.of(8.0, 10.0, 11.0)));
    assertThat(Pictures.count(with, DOT) - Pictures.count(without, DOT)).isGreaterThan(60);
  }

  @Test
  void shouldRefuseToDrawNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BarChart("Rates", "events/s", List.of()));
  }

  private static long filled(Bar... bars) {
    return Pictures.count(draw(bars), FILL);
  }

  private static BufferedImage draw(Bar... bars) {
    return Pictures.read(new BarChart("Rates", "events/s", List.of(bars)).png(640, 300), 640, 300);
  }
}

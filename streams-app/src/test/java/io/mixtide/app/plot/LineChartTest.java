package io.mixtide.app.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mixtide.app.plot.LineChart.Line;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final int FIRST_COLOUR = 0x0072B2;
  private static final int SECOND_COLOUR = 0xD55E00;
  private static final double[] X = {1, 2, 4, 8, 16, 32};
  private static final double[] Y = {-1, -0.5, -0.2, 0, 0.1, 0.12};

  private static final Line MODEL = Line.of("model", X, Y);
  private static final Line ORACLE =
      Line.reference("oracle", X, new double[] {0, 0.2, 0.3, 0.35, 0.38, 0.4});

  @Test
  void shouldDrawEveryLineInItsColour() {
    BufferedImage image = draw(false, MODEL, ORACLE);
    assertThat(Pictures.count(image, FIRST_COLOUR)).isGreaterThan(200);
    assertThat(Pictures.count(image, SECOND_COLOUR)).isGreaterThan(200);
  }

  @Test
  void shouldGiveTheSameBytesAgain() {
    LineChart chart = chart(true, MODEL, ORACLE);
    assertThat(chart.png(640, 480)).isEqualTo(chart(true, MODEL, ORACLE).png(640, 480));
    assertThat(chart.png(640, 480)).isNotEqualTo(chart(false, MODEL, ORACLE).png(640, 480));
  }

  @Test
  void shouldSpreadALogarithmicAxis() {
    // x = 8 lies in the middle between 2 and 32 there, and on the left on a linear axis.
    double[] ends = {2, 32};
    Line flat = Line.of("flat", ends, new double[] {0, 0});
    Line peak = Line.of("peak", new double[] {8}, new double[] {1});
    int onLinear = peakColumn(draw(false, flat, peak));
    int onLogarithmic = peakColumn(draw(true, flat, peak));
    assertThat(onLogarithmic).isBetween(320, 380);
    assertThat(onLinear).isLessThan(onLogarithmic - 100);
  }

  @Test
  void shouldShadeTheSpread() {
    double[] lower = {-1.2, -0.7, -0.4, -0.2, -0.1, -0.08};
    double[] upper = {-0.8, -0.3, 0, 0.2, 0.3, 0.32};
    Line spread = Line.withSpread("model", X, Y, lower, upper);
    // The first colour at 20% on white.
    int shade = 0xCCE3F0;
    assertThat(Pictures.count(draw(false, spread), shade)).isGreaterThan(5000);
    assertThat(Pictures.count(draw(false, MODEL), shade)).isLessThan(100);
  }

  @Test
  void shouldDashALevelOverTheWholeWidth() {
    BufferedImage image = draw(false, MODEL, Line.level("best", 0.5));
    List<Integer> columns =
        IntStream.range(0, 640)
            .filter(x ->
                IntStream.range(0, 240).anyMatch(y -> Pictures.rgb(image, x, y) == SECOND_COLOUR))
            .boxed()
            .toList();
    assertThat(columns.getLast() - columns.getFirst()).isGreaterThan(450);
    assertThat(columns.size()).isBetween(200, 450);
  }

  @Test
  void shouldRefuseWhatCannotBeDrawn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Line.of("model", X, new double[5]))
        .withMessageContaining("line 'model' has 6 x, 5 y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Line.level("best", Double.NaN))
        .withMessageContaining("not finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chart(true, Line.of("zero", new double[1], new double[1])))
        .withMessageContaining("logarithmic axis");
    assertThatIllegalArgumentException().isThrownBy(() -> chart(false, Line.level("best", 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LineChart("Times", "x", "y", false, true, List.of(MODEL)))
        .withMessageContaining("y = -1.0 has no place on a logarithmic axis");
  }

  private static LineChart chart(boolean logX, Line... lines) {
    return new LineChart("Models", "context size", "log-likelihood", logX, false, List.of(lines));
  }

  private static BufferedImage draw(boolean logX, Line... lines) {
    return Pictures.read(chart(logX, lines).png(640, 480), 640, 480);
  }

  /** Where the symbol of the second line is, which lies at the top. */
  private static int peakColumn(BufferedImage image) {
    return IntStream.range(0, 640)
        .filter(
            x -> IntStream.range(0, 240).anyMatch(y -> Pictures.rgb(image, x, y) == SECOND_COLOUR))
        .findFirst()
        .orElseThrow();
  }
}

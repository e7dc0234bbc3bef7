package io.mixtide.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {
  /**
   * Points spread by 3, 2 and 0.1 along axes that are turned by 30° in the first two dimensions.
   */
  private static final List<double[]> POINTS =
      IntStream.range(0, 60)
          .mapToObj(i -> {
            double u = 3 * Math.cos(i * Math.PI / 30);
            double v = 2 * Math.sin(i * Math.PI / 30);
            double cos = Math.sqrt(0.75);
            return new double[] {1 + cos * u - 0.5 * v, 2 + 0.5 * u + cos * v, 0.1 * (i % 2)};
          })
          .toList();

  @Test
  void shouldFindTheAxesOfTheGreatestSpread() {
    PrincipalPlane plane = PrincipalPlane.initial(3).towards(POINTS, 60);

    assertThat(plane.mean()).containsExactly(new double[] {1, 2, 0.05}, within(1e-9));
    assertThat(Math.abs(plane.axes()[0][0])).isCloseTo(Math.sqrt(0.75), within(1e-6));
    assertThat(Math.abs(plane.axes()[1][1])).isCloseTo(Math.sqrt(0.75), within(1e-6));
    double[] place = plane.project(POINTS.getFirst());
    assertThat(Math.abs(place[0])).isCloseTo(3, within(1e-6));
    assertThat(place[1]).isCloseTo(0, within(1e-6));
  }

  @Test
  void shouldNotFlipWhenItGoesOnFromAFormerPlane() {
    PrincipalPlane plane = PrincipalPlane.initial(3).towards(POINTS, 60);
    PrincipalPlane next = plane.towards(POINTS.subList(0, 50), 2);

    for (int a = 0; a < 2; a++) {
      double along = 0;
      for (int i = 0; i < 3; i++) {
        along += plane.axes()[a][i] * next.axes()[a][i];
      }
      assertThat(along).isGreaterThan(0.9);
    }
  }

  @Test
  void shouldPutPointsThatDoNotSpreadAtTheOrigin() {
    List<double[]> same = List.of(new double[] {5}, new double[] {5});

    assertThat(PrincipalPlane.initial(1).towards(same, 3).project(new double[] {5}))
        .containsExactly(0, 0);
  }
}

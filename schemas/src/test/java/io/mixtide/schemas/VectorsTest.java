package io.mixtide.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class VectorsTest {

  @Property(tries = 100, seed = "7")
  void shouldHoldDoublesAsTheyAre(@ForAll double[] values) {
    List<Double> list = Vectors.doubles(values);

    assertThat(list).containsExactly(values.length == 0 ? new Double[0] : boxed(values));
    assertThat(Vectors.toArray(list)).containsExactly(values);
    assertThat(Vectors.toArray(List.copyOf(list))).containsExactly(values);
  }

  @Property(tries = 100, seed = "7")
  void shouldHoldFloatsAsTheyAre(@ForAll float[] values) {
    List<Float> list = Vectors.floats(values);

    assertThat(list).hasSize(values.length);
    assertThat(Vectors.toFloatArray(list)).containsExactly(values);
    assertThat(Vectors.toFloatArray(List.copyOf(list))).containsExactly(values);
  }

  private static Double[] boxed(double[] values) {
    Double[] boxed = new Double[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }
}

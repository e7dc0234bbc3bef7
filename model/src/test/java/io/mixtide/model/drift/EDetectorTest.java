package io.mixtide.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.random.RandomStream;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class EDetectorTest {

  @Property(tries = 100)
  void shouldAddUpTheCasesOfAChangeAtEveryItem(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = -3, max = 3) Double> logE) {
    EDetector detector = new EDetector(1);
    logE.forEach(e -> detector.add(new double[] {e}));

    double sum = 0;
    for (int change = 0; change < logE.size(); change++) {
      sum += Math.exp(logE.subList(change, logE.size()).stream().mapToDouble(e -> e).sum());
    }
    assertThat(detector.evidence()).isCloseTo(Math.log(sum), within(1e-9));
  }

  @Test
  void shouldReachAThresholdNoSoonerOnAverageThanItSays() {
    double threshold = 50;
    double items = 0;
    int streams = 400;
    for (int stream = 0; stream < streams; stream++) {
      UniformRandomProvider random = RandomStream.of(7, stream);
      EDetector detector = new EDetector(2);
      while (detector.evidence() < Math.log(threshold)) {
        double u = random.nextDouble();
        // The best case for a false alarm: bets whose means are exactly 1.
        detector.add(
            new double[] {Math.log(0.5) - 0.5 * Math.log(u), Math.log(0.8) - 0.2 * Math.log(u)});
        items++;
      }
    }
    assertThat(items / streams).isGreaterThan(threshold);
  }

  @Test
  void shouldNotOverflowHoweverMuchSpeaksForAChange() {
    EDetector detector = new EDetector(2);
    for (int i = 0; i < 10_000; i++) {
      detector.add(new double[] {3, -3});
    }
    assertThat(detector.evidence()).isCloseTo(30_000, within(10.0));
  }

  @Test
  void shouldGoOnFromWhatItWrote() {
    EDetector detector = new EDetector(2);
    detector.add(new double[] {0.3, -0.1});
    ByteBuffer bytes = ByteBuffer.allocate(detector.bytes());
    detector.write(bytes);
    EDetector read = new EDetector(2);
    read.read(bytes.flip());

    detector.add(new double[] {0.2, 0.2});
    read.add(new double[] {0.2, 0.2});

    assertThat(read.evidence()).isEqualTo(detector.evidence());
  }
}

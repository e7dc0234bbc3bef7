package io.mixtide.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Vectors;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

class ContextExpertsTopologyTest extends TopologyFixture {
  private static final int WINDOW = 5;
  private static final Release CONTEXT = TestReleases.contextExperts(WINDOW, 1);
  private static final Release WIDER = TestReleases.contextExperts(2 * WINDOW, 2);
  private static final Release INPUT = TestReleases.release(1);

  private static double x(int i) {
    return Math.cos(3.0 * i);
  }

  private static double y(int i) {
    return Math.sin(2.0 * i);
  }

  private void observe(int i) {
    send(context, "a", event("id" + i, x(i), y(i), query(null, 0.3), query(null, -1)));
  }

  @Test
  void shouldAttendToTheLatestObservationsAndSayWhatFellOut() {
    inForce.set(CONTEXT);
    ReferenceTask reference = new ReferenceTask(CONTEXT);
    for (int i = 0; i < 2 * WINDOW; i++) {
      observe(i);
      send(context, "b", event(null, -x(i), y(i)));
    }
    List<Posterior> posteriors =
        posteriors().stream().filter(p -> p.key.equals("a")).map(p -> p.value).toList();
    List<KeyValue<String, Prediction>> predictions = predictions();
    for (int i = 0; i < 2 * WINDOW; i++) {
      reference.shouldGive(posteriors.get(i), x(i), y(i));
      assertThat(posteriors.get(i).getOutsideWindow()).isEqualTo(Math.max(0, i + 1 - WINDOW));
      for (int query = 0; query < 2; query++) {
        Prediction prediction = predictions.get(2 * i + query).value;
        reference.shouldGive(prediction);
        assertThat(prediction.getOutsideWindow()).isEqualTo(Math.max(0, i + 1 - WINDOW));
      }
    }
  }

  @Test
  void shouldMakeTokensAnewWhenTheReleaseChangesAndItsKindToo() {
    for (Release release : List.of(INPUT, CONTEXT, WIDER, INPUT, WIDER, CONTEXT)) {
      inForce.set(release);
      for (int i = 0; i < WINDOW + 2; i++) {
        send(context, release.version(), event(null, x(i), y(i)));
      }
    }
    for (Release first : List.of(INPUT, CONTEXT, WIDER)) {
      for (Release release : List.of(INPUT, CONTEXT, WIDER, CONTEXT)) {
        inForce.set(release);
        ReferenceTask reference = new ReferenceTask(release);
        // Three tasks, each seen twice so far.
        int rounds = 2;
        for (int i = 0; i < rounds * (WINDOW + 2); i++) {
          reference.observe(x(i % (WINDOW + 2)), y(i % (WINDOW + 2)));
        }
        send(requests, first.version(), new PredictionRequest(null, List.of(query(null, 0.7))));
        reference.shouldGive(predictions().getLast().value);
      }
    }
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void shouldReadATaskAsTheStreamDoes() {
    inForce.set(CONTEXT);
    for (int i = 0; i < WINDOW + 3; i++) {
      observe(i);
    }
    TaskReader reader =
        new TaskReader(
            driver.getKeyValueStore(AdaptationTopology.TASKS),
            driver.getKeyValueStore(AdaptationTopology.OBSERVATIONS),
            new VectorKernels());
    Prediction last = predictions().getLast().value;
    List<double[]> xs = List.of(Vectors.toArray(last.getX()));
    TaskView view = reader.find(CONTEXT, "a", xs).orElseThrow();
    assertThat(view.outsideWindow()).isEqualTo(3);
    assertThat(view.predictions().getFirst().means()).isEqualTo(Vectors.toArray(last.getMeans()));
    assertThat(reader.find(WIDER, "a", xs).orElseThrow().outsideWindow()).isZero();
  }

  @Test
  void shouldKeepAStateOfTheSameSizeWhateverTheContext() {
    inForce.set(CONTEXT);
    observe(0);
    int size = stored();
    for (int i = 1; i < 3 * WINDOW; i++) {
      observe(i);
    }
    // The ids of the latest observations are remembered, up to a number.
    assertThat(stored() - size).isEqualTo((3 * WINDOW - 1) * Long.BYTES);
  }

  private int stored() {
    return driver.<String, byte[]>getKeyValueStore(AdaptationTopology.TASKS).get("a").length;
  }
}

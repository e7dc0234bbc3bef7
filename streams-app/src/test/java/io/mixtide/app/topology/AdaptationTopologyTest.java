package io.mixtide.app.topology;

import static io.mixtide.schemas.DeadLetterReason.BAD_QUANTILE;
import static io.mixtide.schemas.DeadLetterReason.TOO_LARGE;
import static io.mixtide.schemas.Vectors.doubles;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.app.topics.DeadLetters;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Vectors;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdaptationTopologyTest extends TopologyFixture {
  private static final Release FIRST = TestReleases.release(1);
  private static final Release SECOND = TestReleases.release(2);

  @BeforeEach
  void activate() {
    inForce.set(FIRST);
  }

  @Test
  void shouldEmitThePosteriorOfEveryArrival() {
    ReferenceTask reference = new ReferenceTask(FIRST);
    for (int i = 0; i < 20; i++) {
      observe("a", i * 0.1, Math.sin(i));
      observe("b", -i * 0.1, Math.cos(i));
    }
    List<KeyValue<String, Posterior>> posteriors = posteriors();
    assertThat(posteriors).hasSize(40);
    List<Posterior> ofA =
        posteriors.stream().filter(p -> p.key.equals("a")).map(p -> p.value).toList();
    for (int i = 0; i < 20; i++) {
      Posterior posterior = ofA.get(i);
      reference.shouldGive(posterior, i * 0.1, Math.sin(i));
      assertThat(posterior.getSequence()).isEqualTo(i + 1);
      assertThat(posterior.getEngine()).isEqualTo("vector");
    }
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void shouldAnswerTheQueriesOfAnEventAfterItsObservation() {
    ReferenceTask reference = new ReferenceTask(FIRST);
    send(context, "a", event("id", 0.5, 1, query("q", 0.25, 0.1, 0.9)));
    reference.observe(0.5, 1);
    Prediction prediction = predictions().getFirst().value;
    var mixture = reference.inference().predict(reference.state(), new double[] {0.25});
    assertThat(prediction.getQueryId()).isEqualTo("q");
    assertThat(prediction.getContextSize()).isEqualTo(1);
    assertThat(prediction.getSequence()).isEqualTo(1);
    assertThat(prediction.getTaskKnown()).isTrue();
    assertThat(Vectors.toFloatArray(prediction.getWeights())).isEqualTo(mixture.weights());
    assertThat(Vectors.toArray(prediction.getMeans())).isEqualTo(mixture.means());
    assertThat(Vectors.toArray(prediction.getSigmas())).isEqualTo(mixture.sigmas());
    assertThat(Vectors.toArray(prediction.getMean())).isEqualTo(mixture.mean());
    assertThat(Vectors.toArray(prediction.getQuantiles()))
        .containsExactly(mixture.quantile(0, 0.1), mixture.quantile(0, 0.9));
  }

  @Test
  void shouldAnswerRequestsFromTheContextSoFar() {
    observe("a", 0.5, 1);
    send(requests, "a", new PredictionRequest("r", List.of(query("q", 0.25))));
    Prediction prediction = predictions().getFirst().value;
    assertThat(prediction.getRequestId()).isEqualTo("r");
    assertThat(prediction.getTaskKnown()).isTrue();
    assertThat(prediction.getContextSize()).isEqualTo(1);
  }

  @Test
  void shouldAnswerAnUnknownTaskFromTheEmptyContextAndSaySo() {
    send(requests, "nobody", new PredictionRequest(null, List.of(query(null, 0.25))));
    Prediction prediction = predictions().getFirst().value;
    var reference = new ReferenceTask(FIRST);
    assertThat(prediction.getTaskKnown()).isFalse();
    assertThat(prediction.getContextSize()).isZero();
    assertThat(Vectors.toFloatArray(prediction.getWeights()))
        .isEqualTo(Inference.weights(reference.state()));
    observe("nobody", 0, 0);
    assertThat(posteriors().getFirst().value.getSequence()).isEqualTo(1);
  }

  @Test
  void shouldRaiseAndClearExactlyWhereTheScoreCrosses() {
    ReferenceTask reference = new ReferenceTask(FIRST);
    Percentiles percentiles = FIRST.heldOut().percentiles();
    boolean ambiguous = false;
    boolean novel = false;
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      double x = Math.sin(i * 1.7) * 2;
      double y = (i / 20) % 2 == 0 ? Math.sin(2 * x) : 3 * Math.cos(i);
      observe("a", x, y);
      reference.observe(x, y);
      double mutual = AmbiguityScores.of(reference.state().alpha()).mutualInformation();
      int n = i + 1;
      boolean changed =
          ambiguous
              ? mutual < percentiles.at(Score.MUTUAL_INFORMATION, n, 40)
              : mutual > percentiles.at(Score.MUTUAL_INFORMATION, n, 60);
      if (changed) {
        ambiguous = !ambiguous;
        expected.append("AMBIGUITY ").append(ambiguous).append(' ').append(n).append('\n');
      }
      double novelty = reference.state().novelty();
      boolean noveltyChanged =
          novel
              ? novelty > percentiles.at(Score.NOVELTY, n, 60)
              : novelty < percentiles.at(Score.NOVELTY, n, 40);
      if (noveltyChanged) {
        novel = !novel;
        expected.append("NOVELTY ").append(novel).append(' ').append(n).append('\n');
      }
    }
    StringBuilder actual = new StringBuilder();
    for (KeyValue<String, AmbiguityEvent> alert : alerts()) {
      boolean raised = alert.value.getState() == AlertState.RAISED;
      actual
          .append(alert.value.getKind())
          .append(' ')
          .append(raised)
          .append(' ')
          .append(alert.value.getContextSize())
          .append('\n');
      assertThat(alert.value.getLabelNext())
          .hasSize(raised && alert.value.getKind() == AlertKind.AMBIGUITY ? 3 : 0);
    }
    assertThat(actual).hasToString(expected.toString());
    assertThat(expected.toString()).contains("true").contains("false");
  }

  @Test
  void shouldEmbedTheContextAnewUnderANewRelease() {
    for (int i = 0; i < 10; i++) {
      observe("a", i * 0.1, Math.sin(i));
    }
    inForce.set(SECOND);
    observe("a", 1, 1);
    ReferenceTask reference = new ReferenceTask(SECOND);
    for (int i = 0; i < 10; i++) {
      reference.observe(i * 0.1, Math.sin(i));
    }
    reference.observe(1, 1);
    Posterior last = posteriors().getLast().value;
    assertThat(last.getRelease()).isEqualTo(SECOND.version());
    assertThat(last.getSequence()).isEqualTo(11);
    assertThat(Vectors.toFloatArray(last.getAlpha())).isEqualTo(reference.state().alpha());
  }

  @Test
  void shouldGiveFormerPredictionsUnderTheFormerRelease() {
    observe("a", 0.5, 1);
    var request = new PredictionRequest(null, List.of(query(null, 0.25)));
    send(requests, "a", request);
    inForce.set(SECOND);
    send(requests, "a", request);
    inForce.set(FIRST);
    send(requests, "a", request);
    List<KeyValue<String, Prediction>> predictions = predictions();
    assertThat(predictions.get(2).value).isEqualTo(predictions.get(0).value);
    assertThat(predictions.get(1).value.getMeans())
        .isNotEqualTo(predictions.get(0).value.getMeans());
  }

  @Test
  void shouldRefuseWhatCannotBeUsedAndGoOn() {
    observe("a", 0.5, 1);
    send(context, "a", event(null, Double.NaN, 1));
    send(context, "a", event(null, 0, Double.POSITIVE_INFINITY));
    send(context, "a", event(null, 1e300, 0));
    send(context, "a", new ContextEvent(null, Instant.EPOCH, doubles(1, 2), doubles(1), List.of()));
    send(context, "a", new ContextEvent(null, Instant.EPOCH, doubles(1), doubles(), List.of()));
    send(context, "a", event(null, 0, 0, query(null, 0), query(null, Double.NaN)));
    send(context, "a", event(null, 0, 0, query(null, 0, 1.5)));
    send(
        context,
        "a",
        event(null, 0, 0, query(null, 0), query(null, 0), query(null, 0), query(null, 0)));
    send(context, "a", new PredictionRequest("x".repeat(MAX_BYTES), List.of()));
    send(
        context,
        "a",
        new DeadLetter(
            DeadLetterReason.UNKNOWN, "", "", 0, 0L, Instant.EPOCH, null, null, 0L, false));
    send(context, "a", new PredictionRequest(null, List.of(query(null, 0))));
    send(requests, "a", event(null, 0, 0));
    context.pipeInput("a".getBytes(UTF_8), new byte[] {1, 2, 3});
    context.pipeInput("a".getBytes(UTF_8), new byte[] {0, 0, 0, 99, 99, 2, 4});
    requests.pipeInput("a".getBytes(UTF_8), (byte[]) null);
    context.pipeInput(new byte[0], values.serializer().serialize("t", event(null, 0, 0)));
    context.pipeInput(null, values.serializer().serialize("t", event(null, 0, 0)));
    context.pipeInput(
        new byte[] {(byte) 0xC3}, values.serializer().serialize("t", event(null, 0, 0)));
    observe("a", 0.6, 1);

    assertThat(deadLetters())
        .extracting(letter -> letter.value.getReason())
        .containsExactly(
            DeadLetterReason.NOT_FINITE,
            DeadLetterReason.NOT_FINITE,
            DeadLetterReason.OUT_OF_RANGE,
            DeadLetterReason.WRONG_WIDTH,
            DeadLetterReason.WRONG_WIDTH,
            DeadLetterReason.NOT_FINITE,
            BAD_QUANTILE,
            DeadLetterReason.TOO_MANY_QUERIES,
            TOO_LARGE,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.MALFORMED,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.MALFORMED,
            DeadLetterReason.EMPTY_KEY,
            DeadLetterReason.EMPTY_KEY,
            DeadLetterReason.MALFORMED);
    List<KeyValue<String, Posterior>> posteriors = posteriors();
    assertThat(posteriors).hasSize(2);
    assertThat(posteriors.getLast().value.getSequence()).isEqualTo(2);
    assertThat(predictions()).isEmpty();
  }

  @Test
  void shouldRefuseAnObservationSentTwice() {
    send(context, "a", event("one", 0.5, 1));
    send(context, "a", event("two", 0.5, 1));
    send(context, "a", event("one", 0.5, 1));
    send(context, "b", event("one", 0.5, 1));
    assertThat(posteriors()).hasSize(3);
    assertThat(deadLetters())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.value.getReason()).isEqualTo(DeadLetterReason.DUPLICATE);
          assertThat(letter.value.getMessage()).contains("one");
          assertThat(letter.value.getSourceTopic()).isEqualTo(TOPICS.context());
          assertThat(letter.value.getSourceOffset()).isEqualTo(2);
        });
  }

  @Test
  void shouldKeepEnoughOfAHugeValueAndNoMore() {
    context.pipeInput("a".getBytes(UTF_8), new byte[10_000_000]);
    DeadLetter letter = deadLetters().getFirst().value;
    assertThat(letter.getReason()).isEqualTo(TOO_LARGE);
    assertThat(letter.getTruncated()).isTrue();
    assertThat(letter.getValueSize()).isEqualTo(10_000_000);
    assertThat(letter.getValue()).isEqualTo(ByteBuffer.allocate(DeadLetters.MAX_VALUE_BYTES));
  }

  @Test
  void shouldCarryATraceFromAnEventToItsOutputs() {
    byte[] trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(UTF_8);
    byte[] value = values.serializer().serialize("context", event(null, 0, 0, query("q", 1)));
    context.pipeInput(
        new TestRecord<>(
            "a".getBytes(UTF_8), value, new RecordHeaders().add("traceparent", trace)));
    for (String topic : List.of(TOPICS.posteriors(), TOPICS.predictions())) {
      Headers headers =
          driver
              .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
              .readRecord()
              .headers();
      assertThat(headers.lastHeader("traceparent").value()).isEqualTo(trace);
    }
  }

  @Test
  void shouldRefuseWhatWouldMakeItsAnswersTooLarge() {
    String longId = "i".repeat(1025);
    send(context, "a", event(longId, 0, 0));
    send(context, "a", event(null, 0, 0, query(longId, 0)));
    send(requests, "a", new PredictionRequest(longId, List.of()));
    send(context, "a", event(null, 0, 0, query(null, 0, new double[101])));
    send(context, "k".repeat(1025), event(null, 0, 0));
    Headers headers = new RecordHeaders().add("h", new byte[8192]);
    byte[] value = values.serializer().serialize("context", event(null, 0, 0));
    context.pipeInput(new TestRecord<>("a".getBytes(UTF_8), value, headers));
    Headers nothings = new RecordHeaders();
    IntStream.range(0, 1000).forEach(_ -> nothings.add("", null));
    context.pipeInput(new TestRecord<>("a".getBytes(UTF_8), value, nothings));
    List<KeyValue<String, DeadLetter>> letters = deadLetters();
    assertThat(letters)
        .extracting(letter -> letter.value.getReason())
        .containsExactly(
            TOO_LARGE, TOO_LARGE, TOO_LARGE, BAD_QUANTILE, TOO_LARGE, TOO_LARGE, TOO_LARGE);
    assertThat(letters.get(4).key).hasSize(1024);
    assertThat(letters.get(4).value.getKey())
        .satisfies(key -> assertThat(key.remaining()).isEqualTo(1024));
    assertThat(letters.get(4).value.getTruncated()).isTrue();
    assertThat(posteriors()).isEmpty();
  }

  @Test
  void shouldKeepAStateOfTheSameSizeWhateverTheContext() {
    int[] sizes =
        IntStream.of(40, 400)
            .map(n -> {
              IntStream.range(0, n).forEach(i -> send(context, "t" + n, event("id" + i, 0, 0)));
              return driver
                  .<String, byte[]>getKeyValueStore(AdaptationTopology.TASKS)
                  .get("t" + n)
                  .length;
            })
            .toArray();
    assertThat(sizes[1]).isEqualTo(sizes[0]);
  }
}

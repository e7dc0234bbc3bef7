package io.mixtide.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.config.Settings;
import io.mixtide.benchmark.stream.crayfish.Crayfish;
import io.mixtide.benchmark.stream.crayfish.ImageFormat;
import io.mixtide.benchmark.stream.crayfish.ImageModel;
import io.mixtide.benchmark.stream.crayfish.ImageModels;
import io.mixtide.benchmark.stream.crayfish.KernelsImageModel;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Dense;
import io.mixtide.model.network.Mlp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrayfishServiceTest {
  private static final StreamPlan PLAN = new StreamPlan(1, 1, 3, 0, 1, 0, 100, Duration.ZERO, 1, 7);

  @Test
  void shouldHaveAsManyParametersAsPublished() {
    int parameters = 0;
    for (Dense layer : Crayfish.network().layers()) {
      parameters += layer.weight().length + layer.bias().length;
    }
    assertThat(parameters).isEqualTo(28_618);
  }

  /** Of the services that are built in: with the profile {@code onnx}, of its too. */
  @ParameterizedTest
  @CsvSource({"CRAYFISH_MIXTIDE, FLOATS", "CRAYFISH_ONNX, FLOATS", "CRAYFISH_PUBLISHED, JSON"})
  void shouldAnswerEveryImageWithItsScores(
      ServiceKind kind, ImageFormat format, @TempDir Path state) throws IOException {
    assumeThat(kind.isBuiltIn()).isTrue();
    Settings settings = Settings.of(Map.of("state.dir", state.toString()));
    requireScores(
        kind.service(state, PLAN.queries()), kind.events(PLAN, settings), format, settings);
  }

  /** The published format is tried where ONNX Runtime is not built in, too. */
  @Test
  void shouldAnswerInJsonWhateverTheModel(@TempDir Path state) throws IOException {
    requireScores(
        new CrayfishService(ImageModels.VECTOR.provider().orElseThrow(), ImageFormat.JSON),
        new ImageEvents(PLAN, ImageFormat.JSON),
        ImageFormat.JSON,
        Settings.of(Map.of("state.dir", state.toString())));
  }

  private static void requireScores(
      StreamService service, Events events, ImageFormat format, Settings settings)
      throws IOException {
    Mlp network = Crayfish.network();
    Properties streams = settings.streamsProperties();
    Topology topology = service.topology(settings, streams);
    assertThat(streams)
        .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    try (ImageModel scalar = new KernelsImageModel(network, Kernels.of("scalar"));
        TopologyTestDriver driver = new TopologyTestDriver(topology, streams)) {
      var in =
          driver.createInputTopic(
              "mixtide.context", new ByteArraySerializer(), new ByteArraySerializer());
      var out =
          driver.createOutputTopic(
              "mixtide.posteriors", new ByteArrayDeserializer(), new ByteArrayDeserializer());
      for (int i = 0; i < 5; i++) {
        Events.Event event = events.next();
        in.pipeInput(event.key(), event.value());
        float[] image = format.image(event.value());
        assertThat(image).hasSize(Crayfish.INPUTS);
        var answer = out.readKeyValue();
        assertThat(answer.key).isEqualTo(event.key());
        assertThat(scores(format, answer.value))
            .containsExactly(scalar.scores(image), Offset.offset(1e-5f));
      }
      assertThat(out.isEmpty()).isTrue();
    }
  }

  private static float[] scores(ImageFormat format, byte[] answer) throws IOException {
    return switch (format) {
      case FLOATS -> format.image(answer);
      case JSON -> {
        JsonMapper mapper = new JsonMapper();
        String text = mapper.readTree(answer).get("prediction").textValue();
        yield mapper.readValue(text, float[][].class)[0];
      }
    };
  }
}

package io.mixtide.benchmark.stream;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.MixtureMoments;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.OutputTransform;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads a task's state, has a model take an event, writes the state back and forwards a posterior
 * and the predictions. It checks nothing, keeps no observations and no alerts; what Mixtide says of
 * ambiguity in its posteriors is 0 in these.
 */
final class ModelProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {
  private static final String ENGINE = "peer";

  private final Release release;
  private final Standardisation units;
  private final EventModel.State empty;
  private final EventModel model;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init() first
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, byte[]> tasks;

  ModelProcessor(Release release, EventModel.Provider models) {
    this.release = release;
    units = release.standardisation();
    InputNetwork network = (InputNetwork) release.network();
    empty = KernelsModel.empty(network);
    model = models.model(network);
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    tasks = context.getStateStore(ModelService.TASKS);
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    ContextEvent event = (ContextEvent) record.value();
    EventModel.Outputs outputs = model.infer(inputs(event, tasks.get(record.key())));
    tasks.put(record.key(), bytes(outputs.state()));
    context.forward(record.withValue(posterior(event, outputs)), ModelService.POSTERIORS);
    for (int q = 0; q < event.getQueries().size(); q++) {
      context.forward(
          record.withValue(prediction(event.getQueries().get(q), q, outputs)),
          ModelService.PREDICTIONS);
    }
  }

  private EventModel.Inputs inputs(ContextEvent event, byte @Nullable [] state) {
    double[] raw = Vectors.toArray(event.getY());
    float[] y = new float[raw.length];
    units.y(raw, 0, y, 0);
    List<Query> queries = event.getQueries();
    float[][] queriedX = new float[queries.size()][];
    for (int q = 0; q < queriedX.length; q++) {
      queriedX[q] = x(queries.get(q).getX());
    }
    return new EventModel.Inputs(
        x(event.getX()), y, queriedX, state == null ? empty : state(ByteBuffer.wrap(state)));
  }

  private float[] x(List<Double> values) {
    float[] x = new float[values.size()];
    units.x(Vectors.toArray(values), 0, x, 0);
    return x;
  }

  private EventModel.State state(ByteBuffer bytes) {
    return new EventModel.State(
        bytes.getInt(),
        next(bytes, empty.embeddings().length),
        next(bytes, empty.responsibilities().length),
        next(bytes, empty.alpha().length));
  }

  private static float[] next(ByteBuffer bytes, int length) {
    float[] values = new float[length];
    bytes.asFloatBuffer().get(values);
    bytes.position(bytes.position() + Float.BYTES * length);
    return values;
  }

  private static byte[] bytes(EventModel.State state) {
    int values = state.embeddings().length + state.responsibilities().length + state.alpha().length;
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Float.BYTES * values);
    bytes.putInt(state.count());
    bytes.asFloatBuffer().put(state.embeddings()).put(state.responsibilities()).put(state.alpha());
    return bytes.array();
  }

  private Posterior posterior(ContextEvent event, EventModel.Outputs outputs) {
    double offset = units.logDensityOffset(Vectors.toArray(event.getY()), 0);
    return new Posterior(
        release.version(),
        ENGINE,
        outputs.state().count(),
        0,
        (long) outputs.state().count(),
        event.getObservationId(),
        event.getEventTime(),
        Vectors.of(outputs.state().alpha()),
        outputs.score() + offset,
        (double) outputs.score(),
        0.0,
        0.0,
        0.0,
        0.0,
        0.0);
  }

  private Prediction prediction(Query query, int index, EventModel.Outputs outputs) {
    float[] weights = outputs.state().alpha().clone();
    float total = 0;
    for (float value : weights) {
      total += value;
    }
    for (int l = 0; l < weights.length; l++) {
      weights[l] /= total;
    }
    Mixture mixture = units.mixture(weights, outputs.mu()[index], outputs.sigma()[index]);
    MixtureMoments moments = mixture.moments();
    return new Prediction(
        release.version(),
        ENGINE,
        outputs.state().count(),
        0,
        (long) outputs.state().count(),
        true,
        null,
        query.getId(),
        query.getX(),
        Vectors.of(mixture.weights()),
        Vectors.of(mixture.means()),
        Vectors.of(mixture.sigmas()),
        OutputTransform.valueOf(mixture.transform().name()),
        Vectors.of(moments.mean()),
        Vectors.of(moments.standardDeviation()),
        query.getQuantiles(),
        List.of());
  }

  @Override
  public void close() {
    model.close();
  }
}

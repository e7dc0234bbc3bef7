package io.mixtide.benchmark.stream.onnx;

import com.google.auto.service.AutoService;
import io.mixtide.benchmark.onnx.OneThreadSession;
import io.mixtide.benchmark.stream.EventModel;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.onnx.OnnxInference;
import java.nio.FloatBuffer;

/**
 * The exported file in ONNX Runtime, one row at a time: one run for the observation, and one for
 * each query, of which only the experts are looked at.
 */
public final class OnnxEventModel implements EventModel {
  private final OneThreadSession session;
  private final Architecture sizes;
  private final FloatBuffer x;
  private final FloatBuffer y;
  private final FloatBuffer count;
  private final FloatBuffer embeddings;
  private final FloatBuffer responsibilities;
  private final FloatBuffer alpha;
  private final FloatBuffer score;
  private final FloatBuffer embeddingsAfter;
  private final FloatBuffer responsibilitiesAfter;
  private final FloatBuffer alphaAfter;
  private final FloatBuffer mu;
  private final FloatBuffer sigma;

  private OnnxEventModel(InputNetwork network) {
    session = new OneThreadSession(OnnxInference.of(network), 1);
    sizes = network.architecture();
    x = session.input("x", sizes.dx());
    y = session.input("y", sizes.dy());
    count = session.input("count", 1);
    embeddings = session.input("embeddings", sizes.embedding());
    responsibilities = session.input("responsibilities", sizes.experts());
    alpha = session.input("alpha", sizes.experts());
    score = session.output("score", 1);
    embeddingsAfter = session.output("embeddings_after", sizes.embedding());
    responsibilitiesAfter = session.output("responsibilities_after", sizes.experts());
    alphaAfter = session.output("alpha_after", sizes.experts());
    mu = session.output("mu", sizes.experts() * sizes.dy());
    sigma = session.output("sigma", sizes.experts() * sizes.dy());
  }

  /** Makes it. */
  @AutoService(EventModel.Provider.class)
  public static final class Provider implements EventModel.Provider {

    /** Public for the service loader. */
    public Provider() {}

    @Override
    public EventModel model(InputNetwork network) {
      return new OnnxEventModel(network);
    }
  }

  @Override
  public Outputs infer(Inputs inputs) {
    x.put(0, inputs.x());
    y.put(0, inputs.y());
    count.put(0, inputs.state().count());
    embeddings.put(0, inputs.state().embeddings());
    responsibilities.put(0, inputs.state().responsibilities());
    alpha.put(0, inputs.state().alpha());
    session.run();
    State after =
        new State(
            inputs.state().count() + 1,
            values(embeddingsAfter),
            values(responsibilitiesAfter),
            values(alphaAfter));
    float logScore = score.get(0);
    float[][] means = new float[inputs.queries().length][];
    float[][] sigmas = new float[inputs.queries().length][];
    for (int q = 0; q < means.length; q++) {
      x.put(0, inputs.queries()[q]);
      session.run();
      means[q] = values(mu);
      sigmas[q] = values(sigma);
    }
    return new Outputs(logScore, after, means, sigmas);
  }

  private static float[] values(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }

  @Override
  public void close() {
    session.close();
  }
}

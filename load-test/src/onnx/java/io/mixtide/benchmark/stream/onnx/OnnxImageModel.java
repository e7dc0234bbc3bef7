package io.mixtide.benchmark.stream.onnx;

import com.google.auto.service.AutoService;
import io.mixtide.benchmark.onnx.OneThreadSession;
import io.mixtide.benchmark.stream.crayfish.ImageModel;
import io.mixtide.model.network.Mlp;
import io.mixtide.model.onnx.OnnxMlp;
import java.nio.FloatBuffer;

/** The exported file in ONNX Runtime, one image a run, between tensors made once. */
public final class OnnxImageModel implements ImageModel {
  private final OneThreadSession session;
  private final FloatBuffer input;
  private final FloatBuffer output;

  private OnnxImageModel(Mlp network) {
    session = new OneThreadSession(OnnxMlp.of(network), 1);
    input = session.input("input", network.in());
    output = session.output("output", network.out());
  }

  /** Makes it. */
  @AutoService(ImageModel.Provider.class)
  public static final class Provider implements ImageModel.Provider {

    /** Public for the service loader. */
    public Provider() {}

    @Override
    public ImageModel model(Mlp network) {
      return new OnnxImageModel(network);
    }
  }

  @Override
  public float[] scores(float[] image) {
    input.put(0, image);
    session.run();
    float[] scores = new float[output.capacity()];
    output.get(0, scores);
    return scores;
  }

  @Override
  public void close() {
    session.close();
  }
}

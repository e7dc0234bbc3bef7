package io.mixtide.schemas.serde;

import io.mixtide.schemas.OutputTransform;
import io.mixtide.schemas.Prediction;
import java.io.IOException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Encoder;

/** {@link Prediction}s. */
final class PredictionCoder implements RecordCoder<Prediction> {
  private static final OutputTransform[] TRANSFORMS = OutputTransform.values();

  @Override
  public void write(Prediction prediction, Encoder out) throws IOException {
    Fields.writeString(prediction.getRelease(), out);
    Fields.writeString(prediction.getEngine(), out);
    out.writeInt(prediction.getContextSize());
    out.writeInt(prediction.getOutsideWindow());
    out.writeLong(prediction.getSequence());
    out.writeBoolean(prediction.getTaskKnown());
    Fields.writeOptional(prediction.getRequestId(), out);
    Fields.writeOptional(prediction.getQueryId(), out);
    Fields.writeDoubles(prediction.getX(), out);
    Fields.writeFloats(prediction.getWeights(), out);
    Fields.writeDoubles(prediction.getMeans(), out);
    Fields.writeDoubles(prediction.getSigmas(), out);
    out.writeEnum(prediction.getTransform().ordinal());
    Fields.writeDoubles(prediction.getMean(), out);
    Fields.writeDoubles(prediction.getStandardDeviation(), out);
    Fields.writeDoubles(prediction.getQuantileLevels(), out);
    Fields.writeDoubles(prediction.getQuantiles(), out);
  }

  @Override
  public Prediction read(BinaryDecoder in) throws IOException {
    return new Prediction(
        in.readString(),
        in.readString(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readBoolean(),
        Fields.readOptional(in),
        Fields.readOptional(in),
        Fields.readDoubles(in),
        Fields.readFloats(in),
        Fields.readDoubles(in),
        Fields.readDoubles(in),
        transform(in.readEnum()),
        Fields.readDoubles(in),
        Fields.readDoubles(in),
        Fields.readDoubles(in),
        Fields.readDoubles(in));
  }

  private static OutputTransform transform(int symbol) {
    if (symbol < 0 || symbol >= TRANSFORMS.length) {
      throw new AvroTypeException("an enum has no symbol " + symbol);
    }
    return TRANSFORMS[symbol];
  }
}

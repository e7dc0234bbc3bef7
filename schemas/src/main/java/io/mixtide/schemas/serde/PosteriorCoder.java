package io.mixtide.schemas.serde;

import io.mixtide.schemas.Posterior;
import java.io.IOException;
import java.time.Instant;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Encoder;

/** {@link Posterior}s. */
final class PosteriorCoder implements RecordCoder<Posterior> {

  @Override
  public void write(Posterior posterior, Encoder out) throws IOException {
    Fields.writeString(posterior.getRelease(), out);
    Fields.writeString(posterior.getEngine(), out);
    out.writeInt(posterior.getContextSize());
    out.writeInt(posterior.getOutsideWindow());
    out.writeLong(posterior.getSequence());
    Fields.writeOptional(posterior.getObservationId(), out);
    out.writeLong(posterior.getEventTime().toEpochMilli());
    Fields.writeFloats(posterior.getAlpha(), out);
    out.writeDouble(posterior.getLogScore());
    out.writeDouble(posterior.getLogScoreStandardised());
    out.writeDouble(posterior.getDirichletEntropy());
    out.writeDouble(posterior.getTotalEntropy());
    out.writeDouble(posterior.getMutualInformation());
    out.writeDouble(posterior.getExpectedEntropy());
    out.writeDouble(posterior.getNovelty());
  }

  @Override
  public Posterior read(BinaryDecoder in) throws IOException {
    return new Posterior(
        in.readString(),
        in.readString(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        Fields.readOptional(in),
        Instant.ofEpochMilli(in.readLong()),
        Fields.readFloats(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }
}
